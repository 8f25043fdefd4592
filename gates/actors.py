"""Who does something: every function that writes takes one, as `by=`."""

from dataclasses import dataclass

from gates.enums import ActorKind
from gates.models import User

__all__ = ["Actor", "ActorKind"]


@dataclass(frozen=True, slots=True)
class Actor:
    """A user acting, or, with `user` None, a command or the system; `name` is what is printed."""

    user: User | None
    kind: ActorKind
    name: str

    @classmethod
    def of(cls, user: User) -> "Actor":
        """The actor that a signed-in user is."""
        kind = ActorKind.AGENT if user.is_agent else ActorKind.PERSON
        return cls(user, kind, user.display_name)

    @classmethod
    def operator(cls, command: str) -> "Actor":
        """Whoever runs `manage.py command`; may view and change plans, never decide on a gate."""
        return cls(None, ActorKind.OPERATOR, f"manage.py {command}")

    @classmethod
    def system(cls) -> "Actor":
        """Plangate itself, which records that a time has run out and nothing else."""
        return cls(None, ActorKind.SYSTEM, "Plangate")

    @property
    def is_human(self) -> bool:
        """Whether this is a person who signed in: the only kind of actor that decides."""
        return self.kind == ActorKind.PERSON and self.user is not None and not self.user.is_agent
