// A certified OpenID Connect provider on loopback, for the tests of single sign-on. Whoever asks is signed in at once, as
// the person that the test named: POST /next {"sub", "claims", "amr", "acr", "seconds"}.
import { createServer } from "node:http";
import Provider from "oidc-provider";

const [port, secret, ...redirects] = process.argv.slice(2);
const issuer = `http://127.0.0.1:${port}`;
let next = {};
const people = new Map();

const provider = new Provider(issuer, {
  clients: [{ client_id: "thinkfamily", client_secret: secret, redirect_uris: redirects }],
  claims: { openid: ["sub", "amr", "acr"], email: ["email", "email_verified"] },
  // As large providers do, the token itself says all of these, without being asked for one by one.
  conformIdTokenClaims: false,
  acrValues: ["urn:test:two"],
  ttl: { IdToken: () => next.seconds ?? 300, Grant: 600, Interaction: 600, Session: 600, AccessToken: 600 },
  features: { devInteractions: { enabled: false } },
  interactions: { url: (ctx, interaction) => `/interaction/${interaction.uid}` },
  findAccount: (ctx, id) => ({
    accountId: id,
    claims: () => ({ sub: id, ...people.get(id) }),
  }),
  loadExistingGrant: async (ctx) => {
    const grant = new ctx.oidc.provider.Grant({ clientId: ctx.oidc.client.clientId, accountId: ctx.oidc.session.accountId });
    grant.addOIDCScope("openid email");
    await grant.save();
    return grant;
  },
  cookies: { keys: [secret] },
});

createServer(async (request, response) => {
  if (request.method === "POST" && request.url === "/next") {
    let text = "";
    for await (const part of request) text += part;
    next = JSON.parse(text);
    people.set(next.sub, next.claims ?? {});
    response.end("set");
  } else if (request.url.startsWith("/interaction/")) {
    if (next.cancels) {
      await provider.interactionFinished(request, response, { error: "access_denied" });
    } else {
      const login = { accountId: next.sub, amr: next.amr, acr: next.acr, remember: false };
      await provider.interactionFinished(request, response, { login });
    }
  } else {
    provider.callback()(request, response);
  }
}).listen(Number(port), "127.0.0.1", () => console.log("ready"));
