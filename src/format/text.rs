//! Characters that are in a text by mistake: control characters (Unicode §23.1), overrides of its
//! direction (UAX #9 §2), a combining mark without a base character (Unicode §3.6, D52), and
//! characters that are not composed (UAX #15, NFC). And texts without a visible character.
//!
//! The host knows combining marks and composed texts: [`Unicode`](crate::platform::Unicode).

use core::str::Chars;

/// The characters of a text. Each `chars()` would be a copy of the decoder in the module.
pub(crate) struct Characters<'a>(Chars<'a>);

impl<'a> Characters<'a> {
    pub(crate) fn of(text: &'a str) -> Self {
        Self(text.chars())
    }
}

impl Iterator for Characters<'_> {
    type Item = char;

    #[inline(never)]
    #[cfg_attr(small, optimize(size))]
    fn next(&mut self) -> Option<char> {
        self.0.next()
    }
}

/// A character in UTF-8. Each `encode_utf8` would be a copy of the encoder in the module.
#[inline(never)]
#[cfg_attr(small, optimize(size))]
pub(crate) fn encoded(character: char, room: &mut [u8; 4]) -> &str {
    character.encode_utf8(room)
}

/// Appends to a text. Each `push_str` would be a copy of it in the module.
#[inline(never)]
#[cfg_attr(small, optimize(size))]
pub(crate) fn append(text: &mut String, part: &str) {
    text.push_str(part);
}

/// The first combining mark. A text with only earlier characters is composed.
pub const FIRST_MARK: char = '\u{300}';

/// Whether a character is a control character. In a text of several lines, line breaks and tabs do not
/// count.
#[must_use]
pub fn is_control(character: char, multiline: bool) -> bool {
    character.is_control() && !(multiline && matches!(character, '\t' | '\n' | '\r'))
}

/// Whether a character embeds, overrides or isolates a direction of text. Direction marks (U+200E,
/// U+200F, U+061C) do not count, because names of mixed scripts need them.
#[must_use]
pub fn is_bidi_control(character: char) -> bool {
    matches!(character, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// The characters that nobody sees, as ranges with both ends: control characters (general category
/// Cc), white space (`White_Space`), `Default_Ignorable_Code_Point` of Unicode 17, and the empty
/// Braille pattern, U+2800.
pub const BLANK: [(char, char); 22] = [
    ('\u{0}', '\u{20}'),
    ('\u{7F}', '\u{A0}'),
    ('\u{AD}', '\u{AD}'),
    ('\u{34F}', '\u{34F}'),
    ('\u{61C}', '\u{61C}'),
    ('\u{115F}', '\u{1160}'),
    ('\u{1680}', '\u{1680}'),
    ('\u{17B4}', '\u{17B5}'),
    ('\u{180B}', '\u{180F}'),
    ('\u{2000}', '\u{200F}'),
    ('\u{2028}', '\u{202F}'),
    ('\u{205F}', '\u{206F}'),
    ('\u{2800}', '\u{2800}'),
    ('\u{3000}', '\u{3000}'),
    ('\u{3164}', '\u{3164}'),
    ('\u{FE00}', '\u{FE0F}'),
    ('\u{FEFF}', '\u{FEFF}'),
    ('\u{FFA0}', '\u{FFA0}'),
    ('\u{FFF0}', '\u{FFF8}'),
    ('\u{1BCA0}', '\u{1BCA3}'),
    ('\u{1D173}', '\u{1D17A}'),
    ('\u{E0000}', '\u{E0FFF}'),
];

/// Whether a text has only characters of [`BLANK`], or none.
#[must_use]
#[inline(never)]
#[cfg_attr(small, optimize(size))]
pub fn is_blank(text: &str) -> bool {
    Characters::of(text)
        .all(|character| BLANK.iter().any(|(first, last)| (*first..=*last).contains(&character)))
}

#[cfg(test)]
mod tests {
    use super::{BLANK, is_bidi_control, is_blank, is_control};

    #[test]
    fn control_characters_are_recognized() {
        for (character, control, bidi) in [
            ('a', false, false),
            (' ', false, false),
            ('\u{0}', true, false),
            ('\u{7f}', true, false),
            ('\u{85}', true, false),
            ('\n', true, false),
            ('\u{202d}', false, true),
            ('\u{2068}', false, true),
            ('\u{200f}', false, false),
            ('\u{301}', false, false),
        ] {
            let found = (is_control(character, false), is_bidi_control(character));
            assert_eq!(found, (control, bidi), "{character:?}");
        }
        assert!(!is_control('\n', true));
        assert!(is_control('\u{0}', true));
    }

    #[test]
    fn blank_is_what_nobody_sees() {
        for blank in [
            "",
            " ",
            "\t\r\n",
            "\u{a0}\u{2003}",
            "\u{3000}",
            "\u{85}",
            "\u{feff}",
            "\u{0}",
            "\u{7f}",
            "\u{9f}",
            "\u{ad}",
            "\u{200b}",
            "\u{200d}",
            "\u{2800}",
            "\u{3164}",
            "\u{fe0f}",
            "\u{e0041}",
            "\u{1d173}",
            " \u{200b}\u{3164}",
        ] {
            assert!(is_blank(blank), "{blank:?}");
        }
        for text in ["a", "\u{200b}a", "李\u{fe00}", "\u{301}", "👩\u{200d}👧", "\u{fffd}", "."]
        {
            assert!(!is_blank(text), "{text:?}");
        }
        for character in '\0'..=char::MAX {
            if character.is_whitespace() || character.is_control() {
                assert!(is_blank(character.encode_utf8(&mut [0; 4])), "{character:?}");
            }
        }
        assert!(BLANK.is_sorted() && BLANK.iter().all(|(first, last)| first <= last));
    }
}
