"""Single sign-on by OpenID Connect: one provider, named in the instance's ``sso.toml``."""
