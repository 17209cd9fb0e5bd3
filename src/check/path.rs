//! The path from the root of a body to a value.

use std::borrow::Cow;

use crate::contract::MAX_SHOWN_NAME;
use crate::format::text::{Characters, append, encoded};
use crate::issue::push_number;
use crate::json::Text;

/// A path, as a list on the stack of the walk. It is a string only when it is written.
#[derive(Clone, Copy)]
pub(super) enum Path<'p> {
    Root,
    /// A member of the contract.
    Known(&'p Path<'p>, &'static str),
    /// A member that is not in the contract, with the start of its name.
    Unknown(&'p Path<'p>, &'p [u8]),
    Item(&'p Path<'p>, usize),
}

impl Path<'_> {
    /// The name for [`Path::Unknown`]: the start of a name, or U+FFFD for a name that is not UTF-8. A
    /// path is written for each issue, and must not take the time that a long or escaped name takes.
    #[cfg_attr(small, optimize(size))]
    pub(super) fn shown(name: Text<'_>, is_flawed: bool) -> Cow<'_, [u8]> {
        if is_flawed && str::from_utf8(&name.to_utf8()).is_err() {
            return Cow::Borrowed("\u{FFFD}".as_bytes());
        }
        // One more character than is shown says that the name goes on.
        name.start(MAX_SHOWN_NAME.saturating_add(1)).to_utf8()
    }

    /// How many members of the path are not in the contract.
    #[cfg_attr(small, optimize(size))]
    pub(super) fn unknown_names(&self) -> usize {
        match self {
            Path::Root => 0,
            Path::Known(parent, _) | Path::Item(parent, _) => parent.unknown_names(),
            Path::Unknown(parent, _) => parent.unknown_names().saturating_add(1),
        }
    }

    /// Appends the path as a JSON pointer (RFC 6901), with only the start of a long unknown name.
    #[cfg_attr(small, optimize(size))]
    pub(super) fn write(&self, pointer: &mut String) {
        match self {
            Path::Root => {}
            Path::Known(parent, name) => {
                parent.write(pointer);
                append(pointer, "/");
                append(pointer, name);
            }
            Path::Unknown(parent, name) => {
                parent.write(pointer);
                append(pointer, "/");
                let name = str::from_utf8(name).unwrap_or("\u{FFFD}");
                if name.len() <= MAX_SHOWN_NAME && !name.bytes().any(|byte| b"~/".contains(&byte)) {
                    append(pointer, name);
                    return;
                }
                for (count, character) in Characters::of(name).enumerate() {
                    if count == MAX_SHOWN_NAME {
                        append(pointer, "…");
                        break;
                    }
                    match character {
                        '~' => append(pointer, "~0"),
                        '/' => append(pointer, "~1"),
                        other => append(pointer, encoded(other, &mut [0; 4])),
                    }
                }
            }
            Path::Item(parent, index) => {
                parent.write(pointer);
                append(pointer, "/");
                push_number(*index, pointer);
            }
        }
    }
}
