"""What people fill in: to change the layout of a plan, to found a company, to come into one."""

from typing import Any, Self

from django import forms
from django.contrib.auth.forms import SetPasswordMixin
from django.utils.text import slugify

from gates.models import User, storable
from plans.editing.structure import MAX_COLUMNS, MAX_EMPTY_ROWS, MAX_HEADING
from plans.enums import BlockKind, TokenScope


class LayoutForm(forms.Form):
    """A form of a dialog. `main` is the field at which a refusal of the whole is said."""

    main = ""
    use_required_attribute = False  # what is missing is said in the page's own words

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.label_suffix = ""
        for field in self.fields.values():
            field.error_messages["required"] = f"{field.label}: write this first."

    def focused(self) -> Self:
        """Take the focus to the first field that was refused, or to the main one."""
        name = next((each for each in self.errors if each in self.fields), self.main)
        if name:
            self.fields[name].widget.attrs["autofocus"] = True
        return self


class SectionForm(LayoutForm):
    """A new section."""

    main = "heading"
    heading = forms.CharField(label="Heading", max_length=MAX_HEADING)
    where = forms.ChoiceField(
        label="Where", choices=[("below", "Below this section"), ("inside", "Inside of it, last")]
    )


class TableForm(LayoutForm):
    """A new table."""

    main = "columns"
    columns = forms.CharField(
        label="Columns",
        help_text="One a line, or with commas between.",
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    label = forms.CharField(
        label="Name above the table", max_length=MAX_HEADING, required=False, help_text="Optional."
    )
    rows = forms.IntegerField(label="Empty rows", min_value=1, max_value=MAX_EMPTY_ROWS, initial=3)

    def clean_columns(self) -> list[str]:
        """Cut what was typed into names."""
        text: str = self.cleaned_data["columns"]
        cut = text.split("\n") if "\n" in text.strip() else text.split(",")
        names = [name.strip() for name in cut if name.strip()]
        if len({*names}) < len(names):
            raise forms.ValidationError("Two columns have the same name.")
        if len(names) > MAX_COLUMNS:
            raise forms.ValidationError(f"A table has at most {MAX_COLUMNS} columns.")
        return names


class ListForm(LayoutForm):
    """A new list or checklist."""

    main = "items"
    items = forms.CharField(
        label="Items", help_text="One a line.", widget=forms.Textarea(attrs={"rows": 4})
    )
    kind = forms.ChoiceField(
        label="Kind",
        choices=[(BlockKind.LIST, "List"), (BlockKind.CHECKLIST, "Checklist, with boxes to tick")],
    )
    label = forms.CharField(
        label="Name above the list", max_length=MAX_HEADING, required=False, help_text="Optional."
    )

    def clean_items(self) -> list[str]:
        """Cut what was typed into lines."""
        lines = self.cleaned_data["items"].splitlines()
        return [line.strip() for line in lines if line.strip()]


class TextForm(LayoutForm):
    """A new paragraph."""

    main = "text"
    text = forms.CharField(label="Text", widget=forms.Textarea(attrs={"rows": 4}))


class MoveForm(LayoutForm):
    """A section past its neighbour."""

    main = "way"
    way = forms.ChoiceField(choices=[("up", "Up"), ("down", "Down")])


class NestForm(LayoutForm):
    """A section as a part of the one above it, or no longer."""

    main = "way"
    way = forms.ChoiceField(choices=[("in", "In"), ("out", "Out")])


class DeleteForm(LayoutForm):
    """Nothing is asked."""


class ColumnForm(LayoutForm):
    """A column that is there, counted from 0."""

    column = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


class NewColumnForm(LayoutForm):
    """A new column behind the last."""

    main = "name"
    name = forms.CharField(label="New column", max_length=MAX_HEADING)


class RenameColumnForm(ColumnForm):
    """A column that is called otherwise."""

    main = "name"
    name = forms.CharField(max_length=MAX_HEADING)

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        column = self["column"].value()
        self.fields["name"].label = f"Column {int(column) + 1}" if str(column).isdecimal() else ""


class MoveColumnForm(ColumnForm):
    """A column past its neighbour."""

    main = "column"
    way = forms.ChoiceField(choices=[("left", "Left"), ("right", "Right")])


class CompanyForm(LayoutForm):
    """A new company."""

    main = "name"
    name = forms.CharField(label="Name", max_length=100, validators=[storable])
    slug = forms.CharField(
        label="Address",
        max_length=50,
        required=False,
        help_text="The first part of every address of its plans: lower-case letters, digits and "
        "hyphens. Made of the name where it is left empty; it stays as it is.",
    )

    def clean(self) -> dict[str, Any]:
        """Make the address of the name."""
        data: dict[str, Any] = self.cleaned_data
        data["slug"] = data.get("slug") or slugify(data.get("name", ""))
        if data.get("name") and not data["slug"]:
            self.add_error("slug", "The name has no letters for an address: write one.")
        return data


class InviteForm(LayoutForm):
    """Somebody who is to be asked in; which roles, is asked beside."""

    main = "email"
    email = forms.EmailField(label="E-mail address", max_length=150)

    def clean_email(self) -> str:
        """Write every address in one way."""
        email: str = self.cleaned_data["email"]
        return email.lower()


class TokenForm(LayoutForm):
    """A new access token."""

    main = "name"
    name = forms.CharField(
        label="Name",
        max_length=100,
        validators=[storable],
        help_text="Who or what is going to use it.",
    )
    scope = forms.ChoiceField(label="For", choices=TokenScope)
    days = forms.ChoiceField(
        label="Holds for",
        choices=[("30", "30 days"), ("90", "90 days"), ("365", "a year")],
        initial="365",
    )


class SignUpForm(SetPasswordMixin, LayoutForm):  # type: ignore[type-arg]  # none at run time
    """Somebody new, who chooses a password; the invitation has their address."""

    main = "first_name"
    first_name = forms.CharField(label="First name", max_length=150, validators=[storable])
    last_name = forms.CharField(
        label="Last name", max_length=150, required=False, validators=[storable]
    )
    password1, password2 = SetPasswordMixin.create_password_fields(
        label1="Password", label2="Password, once more"
    )

    def __init__(self, user: User, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.user = user
        self.fields["first_name"].widget.attrs["autocomplete"] = "given-name"
        self.fields["last_name"].widget.attrs["autocomplete"] = "family-name"

    def clean(self) -> dict[str, Any]:
        """Hold the password against the validators, and fill in the user."""
        data: dict[str, Any] = self.cleaned_data
        self.user.first_name = data.get("first_name", "")
        self.user.last_name = data.get("last_name", "")
        self.validate_passwords()
        self.validate_password_for_user(self.user)
        if data.get("password1"):
            self.user.set_password(data["password1"])
        return data
