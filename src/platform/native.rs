//! In native programs: asks the crate unicode-normalization.

/// The generator and the tests read the contract's prose.
pub(super) type Prose<T> = T;

/// Keeps a value.
pub(super) const fn prose<T: Copy>(value: T) -> Prose<T> {
    value
}

pub(super) fn is_mark(character: char) -> bool {
    unicode_normalization::char::is_combining_mark(character)
}

pub(super) fn is_nfc(text: &str) -> bool {
    unicode_normalization::is_nfc(text)
}

#[cfg(test)]
mod tests {
    use super::{is_mark, is_nfc};

    #[test]
    fn marks_are_of_the_general_category_m() {
        for (character, expected) in
            [('a', false), ('\u{200f}', false), ('\u{301}', true), ('\u{93f}', true)]
        {
            assert_eq!(is_mark(character), expected, "{character:?}");
        }
    }

    #[test]
    fn composed_is_what_has_no_composed_form_of_its_own() {
        for (text, expected) in [
            ("José", true),
            ("Jose\u{301}", false),
            ("q\u{301}", true),
            ("\u{1e63}\u{307}", false),
            ("s\u{307}\u{323}", false),
            ("한", true),
            ("\u{1112}\u{1161}\u{11ab}", false),
            ("\u{212b}", false),
        ] {
            assert_eq!(is_nfc(text), expected, "{text}");
        }
    }
}
