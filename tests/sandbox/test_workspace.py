"""Whatever people and the app do, the workspace stays one that Slack could show."""

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, rule

from bot.sandbox import store
from bot.sandbox.changes import Announcer, Change, MessagePosted
from bot.sandbox.model import Message
from bot.sandbox.seed import BOT_USER_ID, KIM, ORDERING, ROBIN, seed
from bot.sandbox.workspace import Workspace

USERS = st.sampled_from([KIM, ROBIN, BOT_USER_ID])


class WorkspaceMachine(RuleBasedStateMachine):
    """Posts, replies, edits, deletes and reacts, with a clock that stands still or goes back."""

    messages = Bundle("messages")

    def __init__(self) -> None:
        super().__init__()
        self.now = 1_800_000_000.0
        self.heard: list[Change] = []
        announcer = Announcer()
        announcer.listen(self.heard.append)
        self.workspace = Workspace(seed("E-handelshjälpen"), announcer, lambda: self.now)
        self.gone: set[str] = set()

    @rule(seconds=st.sampled_from([-5.0, 0.0, 0.000001, 3.0]))
    def time_passes(self, seconds: float) -> None:
        self.now += seconds

    @rule(target=messages, user=USERS, private=st.booleans())
    def post(self, user: str, private: bool) -> Message:
        return self.workspace.post(ORDERING, user, "x", ephemeral_to=KIM if private else None)

    @rule(target=messages, user=USERS, parent=messages, broadcast=st.booleans())
    def reply(self, user: str, parent: Message, broadcast: bool) -> Message:
        if parent.ts in self.gone or parent.ephemeral_to:
            return self.workspace.post(ORDERING, user, "x")
        root = self.workspace.thread_root(ORDERING, parent.ts)
        return self.workspace.post(ORDERING, user, "y", thread_ts=root, broadcast=broadcast)

    @rule(message=messages, text=st.text(max_size=3))
    def edit(self, message: Message, text: str) -> None:
        if message.ts not in self.gone:
            self.workspace.edit(message, text=text)
            assert self.workspace.as_json(message)["text"] == text

    @rule(message=messages)
    def delete(self, message: Message) -> None:
        if message.ts in self.gone or message.subtype == "tombstone":
            return
        has_replies = bool(self.workspace.log(ORDERING).replies(message.ts))
        self.workspace.delete(message)
        if not has_replies:
            self.gone.add(message.ts)
        assert (self.workspace.log(ORDERING).get(message.ts) is None) != has_replies

    @rule(message=messages, user=USERS, add=st.booleans())
    def react(self, message: Message, user: str, add: bool) -> None:
        if message.ts not in self.gone:
            before = user in message.reactions.get("eyes", [])
            assert self.workspace.react(message, user, "eyes", add=add) == (before != add)
            assert (user in message.reactions.get("eyes", [])) == add

    @rule(message=messages)
    def read(self, message: Message) -> None:
        self.workspace.mark_read(ORDERING, KIM, message.ts)

    @invariant()
    def timestamps_grow(self) -> None:
        stamps = [one.message.ts for one in self.heard if isinstance(one, MessagePosted)]
        assert stamps == sorted(set(stamps))

    @invariant()
    def parents_count_their_replies(self) -> None:
        log = list(self.workspace.log(ORDERING))
        for message in log:
            replies = [one for one in log if one.thread_ts == message.ts and not one.ephemeral_to]
            shown = self.workspace.as_json(message)
            assert shown.get("reply_count", 0) == len(replies)
            if replies:
                assert shown["latest_reply"] == replies[-1].ts
                assert shown["reply_users_count"] == len({one.user for one in replies})

    @invariant()
    def nothing_unread_is_ones_own(self) -> None:
        others = [one for one in self.workspace.log(ORDERING) if one.user != KIM]
        assert 0 <= self.workspace.unread(ORDERING, KIM) <= len(others)

    def teardown(self) -> None:
        """What is saved and loaded is the same, ephemeral messages aside."""
        with TemporaryDirectory() as directory:
            path = Path(directory) / "state.json"
            store.save(path, self.workspace.to_save())
            state = store.load(path)
        assert state is not None
        again = Workspace(state, Announcer(), lambda: self.now)
        for message in self.workspace.log(ORDERING):
            if message.ephemeral_to:
                assert again.log(ORDERING).get(message.ts) is None
            else:
                kept = again.message(ORDERING, message.ts)
                assert again.as_json(kept) == self.workspace.as_json(message)
        assert again.tick() > self.workspace.state.last_ts


TestWorkspace = WorkspaceMachine.TestCase
TestWorkspace.settings = settings(max_examples=40, stateful_step_count=25, deadline=None)
