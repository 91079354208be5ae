"""Where the program finds its files, and what a clinic may write into `clinic.json`."""

import json
from pathlib import Path

import pytest

from consult_app.settings import (
    ClinicSettings,
    Locations,
    Paper,
    SettingsError,
    TextScale,
    Theme,
    find_locations,
    read_clinic_settings,
    write_clinic_settings,
)

CLINIC = ClinicSettings(
    name="Hautpraxis Zoë Ångström",
    address=("12 Harbour Road", "Łódź"),
    phone="+44 20 7946 0018",
    out_of_hours="111",
    emergency_number="999",
    paper=Paper.LETTER,
    theme=Theme.DARK,
    text_scale=TextScale.LARGEST,
)


def write(folder: Path, **fields: object) -> Path:
    file = folder / "clinic.json"
    file.write_text(json.dumps({"schema": "clinic/1", **fields}), encoding="utf-8")
    return file


def complaint(file: Path) -> str:
    with pytest.raises(SettingsError) as caught:
        read_clinic_settings(file)
    message = str(caught.value)
    assert message.startswith(str(file))
    assert "\n" not in message
    return message.removeprefix(str(file)).strip(": ")


class TestLocations:
    def test_a_source_tree_holds_forms_and_resources_beside_the_package(self):
        root = Path(__file__).resolve().parent.parent
        found = find_locations({})
        assert (found.forms, found.resources) == (root / "forms", root / "resources")

    def test_without_overrides_data_and_logs_are_folders_of_this_user_and_program(self):
        found = find_locations({})
        assert found.data.is_absolute()
        assert "consult-app" in found.data.parts
        assert "consult-app" in found.logs.parts
        assert found.data != found.logs

    def test_overrides_win_and_logs_follow_the_data_folder(self, tmp_path):
        forms, resources = tmp_path / "my forms", tmp_path / "my resources"
        forms.mkdir()
        resources.mkdir()
        found = find_locations(
            {
                "CONSULT_APP_FORMS": str(forms),
                "CONSULT_APP_RESOURCES": str(resources),
                "CONSULT_APP_DATA": str(tmp_path / "data"),
            }
        )
        assert found == Locations(
            forms, resources, data=tmp_path / "data", logs=tmp_path / "data" / "logs"
        )
        assert found.clinic_file == tmp_path / "data" / "clinic.json"

    def test_finding_makes_no_folder(self, tmp_path):
        find_locations({"CONSULT_APP_DATA": str(tmp_path / "data")})
        assert list(tmp_path.iterdir()) == []

    def test_an_empty_override_is_no_override(self):
        assert find_locations({"CONSULT_APP_DATA": " ", "CONSULT_APP_FORMS": ""}) == find_locations(
            {}
        )

    def test_a_relative_override_counts_from_the_folder_of_the_start(self, tmp_path, monkeypatch):
        monkeypatch.chdir(tmp_path)
        assert find_locations({"CONSULT_APP_DATA": "here"}).data == tmp_path / "here"

    @pytest.mark.parametrize("variable", ["CONSULT_APP_FORMS", "CONSULT_APP_RESOURCES"])
    def test_an_override_that_is_no_folder_is_named(self, variable, tmp_path):
        missing = tmp_path / "nowhere"
        with pytest.raises(SettingsError) as caught:
            find_locations({variable: str(missing)})
        assert str(caught.value) == (
            f"{variable} names {missing}, which is not a folder; correct it or unset it."
        )


class TestReading:
    def test_a_clinic_that_has_set_nothing_yet_gets_the_defaults(self, tmp_path):
        assert read_clinic_settings(tmp_path / "clinic.json") == ClinicSettings()

    def test_fields_that_are_left_out_keep_their_defaults(self, tmp_path):
        clinic = read_clinic_settings(write(tmp_path, phone="555 0100"))
        assert clinic == ClinicSettings(phone="555 0100")

    def test_what_was_written_is_read_back(self, tmp_path):
        file = tmp_path / "not yet there" / "clinic.json"
        write_clinic_settings(file, CLINIC)
        assert read_clinic_settings(file) == CLINIC
        assert json.loads(file.read_text(encoding="utf-8"))["schema"] == "clinic/1"

    def test_the_byte_order_mark_of_a_windows_editor_is_accepted(self, tmp_path):
        file = tmp_path / "clinic.json"
        file.write_text('{"schema": "clinic/1", "name": "Praxis"}', encoding="utf-8-sig")
        assert read_clinic_settings(file).name == "Praxis"

    def test_a_misspelt_field_is_named_with_those_that_exist(self, tmp_path):
        assert complaint(write(tmp_path, phnoe="999")) == (
            'field "phnoe" is not known; the fields are name, address, phone, out_of_hours, '
            "emergency_number, paper, theme, text_scale."
        )

    @pytest.mark.parametrize(
        ("field", "value", "expected"),
        [
            ("phone", 999, "field 'phone' must be text in quotes, not 999."),
            ("name", None, "field 'name' must be text in quotes, not null."),
            ("name", "x" * 121, "field 'name' has 121 characters; 120 are allowed."),
            ("address", "1 Road", "field 'address' must be a list of at most 6 lines."),
            ("address", ["1"] * 7, "field 'address' must be a list of at most 6 lines."),
            (
                "address",
                ["1 Road", 7],
                "field 'address, line 2' must be text in quotes, not 7.",
            ),
            ("paper", "A5", 'field \'paper\' must be one of "A4", "Letter", not "A5".'),
            ("paper", True, 'field \'paper\' must be one of "A4", "Letter", not true.'),
            (
                "theme",
                "midnight",
                'field \'theme\' must be one of "system", "light", "dark", not "midnight".',
            ),
            ("text_scale", 110, "field 'text_scale' must be one of 100, 125, 150, not 110."),
            ("text_scale", "100", "field 'text_scale' must be one of 100, 125, 150, not \"100\"."),
            ("text_scale", 100.0, "field 'text_scale' must be one of 100, 125, 150, not 100.0."),
        ],
    )
    def test_a_wrong_value_is_named_with_what_is_allowed(self, tmp_path, field, value, expected):
        assert complaint(write(tmp_path, **{field: value})) == expected

    @pytest.mark.parametrize(
        "hidden", ["\n", "\x00", "\x1b", "\u2028", "\u202e", "\u2066", "\ud800"]
    )
    def test_text_that_would_disturb_a_printed_line_is_refused(self, tmp_path, hidden):
        message = complaint(write(tmp_path, phone=f"99{hidden}9"))
        assert message == "field 'phone' must be a single line without control characters."

    @pytest.mark.parametrize("name", ["عيادة الجلد", "می‌خواهم", "Zoë\u00a0Ångström", "皮肤科"])
    def test_names_in_any_script_are_kept_as_they_are(self, tmp_path, name):
        assert read_clinic_settings(write(tmp_path, name=name)).name == name

    def test_a_long_wrong_value_is_shortened_in_the_message(self, tmp_path):
        assert len(complaint(write(tmp_path, theme="x" * 10_000))) < 150

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("", "not valid JSON at line 1, column 1: Expecting value."),
            (
                '{"schema": "clinic/1",\n "phone" 1}',
                "not valid JSON at line 2, column 10: Expecting ':' delimiter.",
            ),
            ("[]", "the file must hold one JSON object."),
            ("{}", "field 'schema' must be \"clinic/1\", not null."),
            ('{"schema": "clinic/2"}', 'field \'schema\' must be "clinic/1", not "clinic/2".'),
            (
                '{"schema": "clinic/1", "phone": "1", "phone": "2"}',
                'field "phone" is there twice; keep one of them.',
            ),
            ("9" * 5_000, "not a settings file of this program."),
            ("[" * 200_000, "not a settings file of this program."),
        ],
    )
    def test_a_file_that_is_not_a_settings_file_is_refused(self, tmp_path, text, expected):
        file = tmp_path / "clinic.json"
        file.write_text(text, encoding="utf-8")
        assert complaint(file) == expected

    def test_a_file_in_another_encoding_is_refused(self, tmp_path):
        file = tmp_path / "clinic.json"
        file.write_bytes('{"schema": "clinic/1", "name": "Zoë"}'.encode("latin-1"))
        assert complaint(file) == "is not UTF-8 text; save it again as UTF-8."

    def test_a_folder_in_its_place_is_reported(self, tmp_path):
        (tmp_path / "clinic.json").mkdir()
        assert complaint(tmp_path / "clinic.json").startswith("cannot be read")


class TestWriting:
    def test_a_value_that_is_not_allowed_leaves_the_file_as_it_was(self, tmp_path):
        file = tmp_path / "clinic.json"
        write_clinic_settings(file, CLINIC)
        before = file.read_bytes()
        with pytest.raises(SettingsError, match="field 'phone' must be a single line"):
            write_clinic_settings(file, ClinicSettings(phone="1\n2"))
        assert file.read_bytes() == before

    def test_a_write_that_fails_half_way_keeps_the_old_file_and_leaves_nothing_behind(
        self, tmp_path, monkeypatch
    ):
        file = tmp_path / "clinic.json"
        write_clinic_settings(file, CLINIC)

        def disk_is_full(descriptor: int) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr("os.fsync", disk_is_full)
        with pytest.raises(SettingsError) as caught:
            write_clinic_settings(file, ClinicSettings(name="Other"))
        assert str(caught.value) == f"{file} cannot be saved: No space left on device."
        assert read_clinic_settings(file) == CLINIC
        assert list(tmp_path.iterdir()) == [file]

    def test_a_folder_that_cannot_be_made_is_reported(self, tmp_path):
        (tmp_path / "data").write_text("a file where the data folder should be")
        with pytest.raises(SettingsError, match="cannot be saved"):
            write_clinic_settings(tmp_path / "data" / "clinic.json", CLINIC)


def test_contacts_that_are_missing_or_blank_are_named():
    assert ClinicSettings().missing_contacts() == ("phone", "out_of_hours", "emergency_number")
    assert ClinicSettings(phone="1", out_of_hours=" ").missing_contacts() == (
        "out_of_hours",
        "emergency_number",
    )
    assert CLINIC.missing_contacts() == ()
