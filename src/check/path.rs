//! The path from the root of a body to a value.

use crate::contract::MAX_SHOWN_NAME;
use crate::format::text::{Characters, encoded};
use crate::issue::push_number;
use crate::json::Text;

/// A path, as a list on the stack of the walk. It is a string only when it is written.
#[derive(Clone, Copy)]
pub(super) enum Path<'p, 'a> {
    Root,
    /// A member of the contract.
    Known(&'p Path<'p, 'a>, &'static str),
    /// A member that is not in the contract.
    Unknown(&'p Path<'p, 'a>, Text<'a>),
    Item(&'p Path<'p, 'a>, usize),
}

impl<'a> Path<'_, 'a> {
    /// The name for [`Path::Unknown`]: the start of a name, or U+FFFD for a name that is not UTF-8. A
    /// path is written for each issue, and must not take the time that a long name takes.
    #[cfg_attr(small, optimize(size))]
    pub(super) fn shown(name: Text<'a>, is_flawed: bool) -> Text<'a> {
        if is_flawed && str::from_utf8(&name.to_utf8()).is_err() {
            return Text { raw: "\u{FFFD}".as_bytes(), escaped: false };
        }
        // One more character than is shown says that the name goes on.
        name.start(MAX_SHOWN_NAME.saturating_add(1))
    }

    /// Appends the path as a JSON pointer (RFC 6901), with only the start of a long unknown name.
    #[cfg_attr(small, optimize(size))]
    pub(super) fn write(&self, pointer: &mut String) {
        match self {
            Path::Root => {}
            Path::Known(parent, name) => {
                parent.write(pointer);
                pointer.push('/');
                pointer.push_str(name);
            }
            Path::Unknown(parent, name) => {
                parent.write(pointer);
                pointer.push('/');
                for (count, character) in Characters::of(&name.to_text()).enumerate() {
                    if count == MAX_SHOWN_NAME {
                        pointer.push('…');
                        break;
                    }
                    match character {
                        '~' => pointer.push_str("~0"),
                        '/' => pointer.push_str("~1"),
                        other => pointer.push_str(encoded(other, &mut [0; 4])),
                    }
                }
            }
            Path::Item(parent, index) => {
                parent.write(pointer);
                pointer.push('/');
                push_number(*index, pointer);
            }
        }
    }
}
