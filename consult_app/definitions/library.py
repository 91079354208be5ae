"""Loading a pack: every file read once, checked against the others, tried on its own examples."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final

from consult_app.definitions.digests import rules_digest, text_digest
from consult_app.definitions.example_runs import ExampleRunner
from consult_app.definitions.form_lint import check_form
from consult_app.definitions.lint import check_pack
from consult_app.definitions.located import DefinitionError, Problem, Problems
from consult_app.definitions.pack_files import FILES, OPTIONAL_FILES, PackFiles, read_files
from consult_app.definitions.pack_reader import ReadPack, read_pack
from consult_app.domain.medicines import MedicineDictionary
from consult_app.domain.pack import Pack

_CONSEQUENCES: Final = {
    "sources.yaml": "unknown-source",
    "policy.yaml": "unknown-policy",
    "rules/": "unknown-rule",
    "devices/": "unknown-device",
}
"""What is reported all over the pack when a file itself is missing or cannot be read."""


def load_pack(
    folder: Path,
    medicines: MedicineDictionary,
    policy_values: Mapping[str, int] | None = None,
    run_examples: bool = True,
) -> Pack:
    """Load the pack in `folder`.

    `policy_values` are the clinic's own numbers by policy id. The examples are always run on the
    pack's defaults (DESIGN 9.6); without `run_examples` not at all, which is for a pack that was
    checked before. Raises DefinitionError with every problem of every file.
    """
    problems = Problems()
    files = read_files(folder, problems)
    chosen = dict(policy_values or {})
    read = read_pack(files, medicines, chosen, problems)
    usable = read.form is not None and check_form(read.form, problems)
    if read.form is not None:
        check_pack(read.form, read.rules, read.devices, problems)
    if run_examples and usable:
        usual = read
        if any(value.current != value.default for value in read.policy):
            usual = read_pack(files, medicines, {}, Problems())
        _run_examples(usual, medicines, problems)
    pack = _pack(read, files, medicines)
    if problems.any() or pack is None:
        raise DefinitionError(_causes(problems.items, files))
    return pack


def check(folder: Path, medicines: MedicineDictionary) -> tuple[Problem, ...]:
    """Every problem of the pack in `folder`, in the order of its files; none for a good pack."""
    try:
        load_pack(folder, medicines)
    except DefinitionError as error:
        return error.problems
    return ()


def _run_examples(read: ReadPack, medicines: MedicineDictionary, problems: Problems) -> None:
    if read.form is not None:
        profiles = tuple(device.profile for device in read.devices)
        runner = ExampleRunner(read.form.form, medicines, profiles, problems)
        runner.run(read.rules, read.devices)


def _causes(problems: tuple[Problem, ...], files: PackFiles) -> list[Problem]:
    """Leave out what only follows from a file that is missing or cannot be read."""
    broken = {problem.place.file for problem in problems}
    unread = tuple(name for name in broken if files.get(name) is None)
    quiet = {
        code
        for start, code in _CONSEQUENCES.items()
        if any(name.startswith(start) for name in unread)
    }
    if "rules" in broken:
        quiet.add(_CONSEQUENCES["rules/"])
    return [problem for problem in problems if problem.code not in quiet]


def _pack(read: ReadPack, files: PackFiles, medicines: MedicineDictionary) -> Pack | None:
    """Put the parts together; None when one could not be read."""
    form, header, plan, consent = read.form, read.header, read.plan, read.consent
    if form is None or header is None or plan is None or consent is None:
        return None
    return Pack(
        pack_id=header.pack_id,
        version=header.version,
        title=header.title,
        procedure=header.procedure,
        status=header.status,
        approved_by=header.approved_by,
        form=form.form,
        rules=tuple(found.rule for found in read.rules),
        devices=tuple(found.profile for found in read.devices),
        plan=plan,
        consent=consent,
        policy=read.policy,
        sources=MappingProxyType(read.sources),
        medicines=medicines,
        rules_digest=rules_digest(
            form.root,
            files.below("rules").values(),
            files.below("devices").values(),
            medicines.digest,
            {value.policy_id: value.current for value in read.policy},
        ),
        text_digest=text_digest(
            {
                name: node
                for name in (*FILES, *OPTIONAL_FILES)
                if (node := files.get(name)) and node is not form.root
            },
            files.below("lines").values(),
        ),
    )
