from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0015_narrowed_grants"),
    ]

    operations = [
        migrations.AlterField(
            model_name="notice",
            name="kind",
            field=models.CharField(
                choices=[
                    ("opening_asked", "Somebody asks to open a file in an emergency"),
                    ("opening_used", "A file was opened in an emergency"),
                    ("opening_due", "The review of an opening is overdue"),
                    ("conflict_found", "A worker is close to a family"),
                    ("conflict_ended", "Something that kept you from a file as somebody close to it was ended"),
                    ("relative_ended", "Somebody whom you declared as close to you is noted no longer"),
                    ("file_requested", "Information governance asked to read a file"),
                    ("sighting", "Somebody looked for a file you keep restricted"),
                    ("restriction_due", "A restriction you keep is due for review"),
                    ("kept_alone", "A worker restricted a file and keeps it themselves"),
                    ("custody_passed", "Who keeps a restricted file, or may see it, has changed"),
                    ("lead_asked", "You are asked to lead a case"),
                    ("lead_declined", "Somebody cannot lead a case"),
                    ("to_sign", "A step of a case waits for your signature"),
                    ("step_up", "A case is stepped up: decide now"),
                    ("handover", "A case is handed over"),
                    ("meeting_asked", "You are invited to a meeting"),
                    ("meeting_changed", "A meeting you are invited to has changed"),
                    ("minutes_sent", "Minutes of a meeting are there for you to read"),
                    ("action_asked", "Something is asked of you in a family's plan"),
                    ("request_changed", "Somebody added to a request for help, or took it back"),
                    ("urgent_raised", "Somebody raised an urgent safeguarding alert"),
                    ("request_to_sign", "A request for help waits for a second person's signature"),
                    ("request_outcome", "There is an answer to a request for help that you made"),
                    ("request_joined", "Somebody asked for help for a family that you lead"),
                    ("archive_due", "A case that has ended is overdue to be archived"),
                    ("desk_purged", "The program has purged what was not taken up by its day"),
                    ("team_given", "A family was given to a team of yours"),
                    ("near_found", "Somebody known here may be close to a worker: decide"),
                    ("sharing_decided", "What you proposed to share was decided"),
                    ("sharing_override", "Something is shared that a family was not told of, or objects to"),
                    ("place_told", "Something that was written would tell where somebody must not be found"),
                ],
                max_length=16,
            ),
        ),
    ]
