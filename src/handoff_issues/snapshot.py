"""A repository and its configuration -> `Snapshot`: everything that a run reads from one commit.

What a commit says is read from its tree and its history alone, so the same commit gives the
same snapshot. Only the warnings on uncommitted changes look at the work tree.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from handoff_issues.config import Config
from handoff_issues.git import Commit, Entry, EntryKind, Repository, Revision
from handoff_issues.handoff import parse
from handoff_issues.handoff.files.discover import discover
from handoff_issues.handoff.files.globs import deciding
from handoff_issues.handoff.files.names import Name, is_handoff_folder, read_name
from handoff_issues.handoff.files.streams import HandoffFile, group, newest_first, own_date, tie
from handoff_issues.handoff.outline.links import predecessors
from handoff_issues.handoff.outline.source import MAX_BYTES
from handoff_issues.model import Handoff, Snapshot, Standing, Stream, Version, Warning
from handoff_issues.texts import MOST, Text, read_text
from handoff_issues.vocabulary import vocabulary

MAX_VERSIONS = 30
"""Handoffs of one stream that are read, the newest; silence and "since when" need no more."""
_MISSING = Text(problem="the file is not in this partial clone")


def read(repository: Repository, config: Config, exclude: Sequence[str] = (), *, at: Commit | None = None) -> Snapshot:
    """Read the commit that is checked out, or another one, of which the work tree then tells nothing.

    `exclude` are folders, relative to the repository's top, that hold no handoffs whatever
    they are named (the directory tracker's own). Raises `RepositoryError`.
    """
    head = at or repository.head()
    entries = {entry.path: entry for entry in repository.tree(head.id)}
    names = [_in_named_stream(name, config) for name in discover(entries, globs=config.files, exclude=exclude)]
    handoffs = {name.path: entries[name.path] for name in names}
    reader = _Reader(repository, head=head, entries=handoffs, config=config)
    streams = reader.streams(names)
    warnings = list(reader.warnings)
    if at is None:
        warnings.extend(_uncommitted(repository, entries, names, config, exclude))
    if not names:
        warnings.append(_no_handoffs(config))
    warnings.extend(_unread_folders(entries.values()))
    if streams and repository.is_shallow:
        warnings.append(_shallow())
    return Snapshot(commit=head.id, committed_at=head.at, streams=streams, warnings=tuple(warnings))


def _in_named_stream(name: Name, config: Config) -> Name:
    """A handoff in the stream that the settings name for it, where they do."""
    for stream, globs in config.streams.items():
        glob = deciding(globs, name.path)
        if glob is not None and not glob.startswith("!"):
            return replace(name, stream=stream)
    return name


class _Reader:
    """Reads the handoffs of one commit, each blob once."""

    def __init__(self, repository: Repository, *, head: Commit, entries: Mapping[str, Entry], config: Config):
        """`entries` are those of all handoffs by path."""
        self.warnings: list[Warning] = []
        self._repository, self._head, self._entries = repository, head, entries
        self._config = config
        self._texts: dict[str, Text] = {}
        self._handoffs: dict[tuple[str, str], Handoff] = {}
        history = repository.history(head.id, entries)
        self._history = {
            path: history[path] or (Revision(commit=head, path=path, blob=entry.blob, order=0),)
            for path, entry in entries.items()
        }

    def streams(self, names: Iterable[Name]) -> tuple[Stream, ...]:
        """All streams, and `warnings` on what a person should know of them."""
        series = {id: self._newest(members) for id, members in group(names).items()}
        entries = [self._entries[note.name.path] for notes in series.values() for note in notes]
        self._load(entry.blob for entry in entries if entry.kind is EntryKind.FILE)
        known = frozenset(note.name.path for notes in series.values() for note in notes)
        tied = tie({id: [self._read(note, known) for note in notes] for id, notes in series.items()})
        self._load(
            revision.blob
            for notes in tied.values()
            if self._text(notes[0].name.path).problem is None
            for revision in self._history[notes[0].name.path][: MAX_VERSIONS + 1]
        )
        for notes in tied.values():
            for note in notes:
                self._warn(note.name.path, is_newest=note is notes[0])
        return tuple(self._stream(id, notes) for id, notes in tied.items())

    def _newest(self, names: Iterable[Name]) -> list[HandoffFile]:
        """The newest of a series by what is known without reading them."""
        notes = (
            HandoffFile(name=name, date=None, changed=revisions[0].commit.at, order=revisions[-1].order)
            for name in names
            for revisions in (self._history[name.path],)
        )
        # One more than is kept, to know that there are more.
        return newest_first(notes)[: MAX_VERSIONS + 1]

    def _read(self, note: HandoffFile, known: frozenset[str]) -> HandoffFile:
        path = note.name.path
        if self._text(path).problem is not None:
            return note
        links = predecessors(self._text(path).text, path=path, known=known)
        return replace(note, date=self._parse(self._entries[path].blob, path).date, predecessors=links)

    def _stream(self, name: str, notes: Sequence[HandoffFile]) -> Stream:
        if self._text(notes[0].name.path).problem is not None:
            return Stream(id=name, standing=Standing.UNKNOWN, versions=(), reaches_back=False)
        versions = self._versions(notes)
        earlier = self._history[notes[0].name.path][:MAX_VERSIONS]
        is_whole = not self._repository.is_shallow and len(versions) <= MAX_VERSIONS
        is_whole = is_whole and not any(self._texts[revision.blob] is _MISSING for revision in earlier)
        standing = self._standing(notes[0])
        return Stream(id=name, standing=standing, versions=tuple(versions[:MAX_VERSIONS]), reaches_back=is_whole)

    def _versions(self, notes: Sequence[HandoffFile]) -> list[Version]:
        """The live handoff, its earlier versions, then the older handoffs of the stream; no text twice in a row."""
        versions: list[Version] = []
        last: str | None = None
        for revision in self._history[notes[0].name.path]:
            text = self._texts.get(revision.blob)
            if text is None or text.problem is not None:
                continue
            version = self._version(revision)
            if revision.blob == last:  # only moved since: its words are as old as their first commit
                versions[-1] = versions[-1].model_copy(update={"written": version.written})
            else:
                versions.append(version)
            last = revision.blob
        seen = {revision.blob for revision in self._history[notes[0].name.path]}
        for note in notes[1:]:
            latest = self._history[note.name.path][0]
            # The copy of an earlier version that an archive keeps is not another handoff.
            if self._text(note.name.path).problem is None and latest.blob not in seen:
                versions.append(self._version(latest))
                seen.add(latest.blob)
        return versions

    def _version(self, revision: Revision) -> Version:
        handoff = self._parse(revision.blob, revision.path)
        own = own_date(read_name(revision.path, is_named=True), handoff.date)
        return Version(handoff=handoff, commit=revision.commit.id, written=own or revision.commit.at)

    def _standing(self, note: HandoffFile) -> Standing:
        path, latest = note.name.path, self._history[note.name.path][0].commit
        # At the border of a shallow clone every file bears the date of the tip.
        is_border = self._repository.is_shallow and latest.parent is None
        newest = note.own if note.own and is_border else max(note.own or latest.at, latest.at)
        if note.own and (note.own.date() - self._head.at.date()).days > 1:
            message = (
                f"its date ({note.own.date()}) is later than the commit that is read ({self._head.at.date()}): "
                "correct the date, or newer handoffs will be taken for older ones"
            )
            self.warnings.append(Warning(message=message, path=path))
        age = (self._head.at.date() - newest.date()).days
        if age <= self._config.max_age:
            return Standing.LIVE
        message = (
            f"the handoff is {age} days old, and more than {self._config.max_age} says little of today: nothing is "
            "opened or closed for it (write a newer one, archive it, or raise `max-age`)"
        )
        self.warnings.append(Warning(message=message, path=path))
        return Standing.UNKNOWN

    def _warn(self, path: str, *, is_newest: bool) -> None:
        text = self._text(path)
        if text.problem is not None:
            outcome = ", and nothing is opened or closed for its stream" if is_newest else ""
            self.warnings.append(Warning(message=f"{text.problem}, so it is not read{outcome}", path=path))
        if is_newest:
            self.warnings.extend(text.guesses(path))
        self.warnings.extend(text.secrets(path, mend="revoke it, it is in the history"))

    def _text(self, path: str) -> Text:
        entry = self._entries[path]
        if entry.kind is not EntryKind.FILE:
            return Text(problem=f"the path is a {entry.kind.value}, which is never followed")
        return self._texts[entry.blob]

    def _load(self, blobs: Iterable[str]) -> None:
        wanted = [blob for blob in dict.fromkeys(blobs) if blob not in self._texts]
        sizes = self._repository.sizes(wanted)
        for blob in wanted:
            size = sizes.get(blob)
            if size is None:
                self._texts[blob] = _MISSING
            elif size > MAX_BYTES:
                self._texts[blob] = Text(problem=f"the file has {size // 1024:,} kB, more than {MOST}")
        readable = {blob: sizes[blob] for blob in wanted if blob not in self._texts}
        self._texts |= {blob: read_text(content) for blob, content in self._repository.blobs(readable)}

    def _parse(self, blob: str, path: str) -> Handoff:
        if (blob, path) not in self._handoffs:
            text = self._texts[blob].text
            self._handoffs[blob, path] = parse(text, path=path, lexicon=vocabulary(text, self._config))
        return self._handoffs[blob, path]


def _uncommitted(
    repository: Repository, entries: Mapping[str, Entry], names: Iterable[Name], config: Config, exclude: Sequence[str]
) -> Iterator[Warning]:
    for path in repository.uncommitted(entries[name.path] for name in names):
        message = "has changes that are not committed, and only what is committed is read (commit them)"
        yield Warning(message=message, path=path)
    new = [path for path in repository.present() if path not in entries]
    for name in discover(new, globs=config.files, exclude=exclude):
        if not name.is_history:
            yield Warning(message="is not committed, and only what is committed is read (commit it)", path=name.path)


def _no_handoffs(config: Config) -> Warning:
    if config.files:
        return Warning(message="no file of the commit matches `files`: " + ", ".join(config.files))
    return Warning(
        message="the commit has no handoff: no Markdown file is named like HANDOFF.md, NEXT_SESSION.md or "
        "docs/handoff-2026-03-01-topic.md (commit one, or name your files in the setting `files`)"
    )


def _unread_folders(entries: Iterable[Entry]) -> Iterator[Warning]:
    for entry in entries:
        if entry.kind is not EntryKind.FILE and is_handoff_folder(entry.path):
            yield Warning(message=f"is a {entry.kind.value}, which is never followed", path=entry.path)


def _shallow() -> Warning:
    return Warning(
        message="this is a shallow clone: how long a handoff has listed something, and how old it is, can only be told "
        "from the files themselves. Fetch the whole history in the workflow's checkout step:\n"
        "    with:\n      fetch-depth: 0"
    )
