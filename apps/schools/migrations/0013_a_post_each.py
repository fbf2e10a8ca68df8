"""What each did in the school becomes their first post, as long as their stay.

What no file says was said by somebody.
"""

from django.db import migrations

POSTS = """
    INSERT INTO schools_post (public_id, school_id, staff_id, role, during, source)
    SELECT gen_random_uuid(), school_id, id, role, during,
           CASE WHEN role IN ('DIGITAL_REFERENT', 'HEALTH_SOCIAL', 'SECRETARY')
                THEN 'HAND' ELSE 'FILE' END
    FROM schools_staff
    WHERE NOT isempty(during)
"""
ROLES = """
    UPDATE schools_staff SET role = post.role
    FROM (SELECT DISTINCT ON (staff_id) staff_id, role FROM schools_post
          ORDER BY staff_id, during DESC) AS post
    WHERE post.staff_id = schools_staff.id
"""


class Migration(migrations.Migration):
    dependencies = [("schools", "0012_posts")]

    operations = [migrations.RunSQL(POSTS, ROLES)]
