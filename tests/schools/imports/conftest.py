from pathlib import Path

import pytest

from tests.schools.imports.files import Folder, person, pupil, tie


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """A school of one pupil in 4eB, her mother and her maths teacher, not imported yet."""
    exports = Folder(tmp_path)
    exports.nomenclature()
    exports.structures()
    exports.staff()
    exports.pupils(pupil("1", groups=("4ESP1",)))
    exports.guardians((person("10"),), (tie("1", "10"),))
    return exports
