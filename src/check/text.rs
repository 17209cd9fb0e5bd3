//! Checks the content of a string: its format, and characters that are there by mistake.

use crate::contract::{Format, MAX_NFC_BYTES, MAX_VALIDITY, MIN_VALIDITY, Role, Rule};
use crate::format::code_list::{CodeList, is_two_letters};
use crate::format::duration::Duration;
use crate::format::email::Domain;
use crate::format::text::{Characters, FIRST_MARK, is_bidi_control, is_control};
use crate::format::{country, duration, email, language, phone};
use crate::issue::Param;
use crate::json::Text;
use crate::platform::Unicode;

use super::path::Path;
use super::walk::{Stop, Walk};

/// The parameters of [`Rule::DurationRange`].
static BOUNDS: [(&str, Param); 2] =
    [("minimum", Param::Problem(MIN_VALIDITY.1)), ("maximum", Param::Problem(MAX_VALIDITY.1))];

/// The rule of its format that a text breaks.
fn broken_by(text: &[u8], format: Format) -> Option<Rule> {
    let code = |assigned: &CodeList, shape: Rule, list: Rule| match text {
        _ if !is_two_letters(text) => Some(shape),
        _ if !assigned.has(text) => Some(list),
        _ => None,
    };
    match format {
        Format::Any | Format::Filled | Format::OpenList(_) => None,
        Format::Country => code(&country::ASSIGNED, Rule::Country, Rule::CountryUnassigned),
        Format::Language => code(&language::ASSIGNED, Rule::Language, Rule::LanguageUnassigned),
        Format::Email => match email::read(text) {
            None => Some(Rule::Email),
            Some(Domain { dots: 0 }) => Some(Rule::EmailDomain),
            Some(_) => None,
        },
        Format::CallingCode => match phone::lengths(text) {
            Some(_) => None,
            None if phone::is_calling_code(text) => Some(Rule::CallingCodeUnassigned),
            None => Some(Rule::CallingCode),
        },
        Format::Duration => match duration::parse(text) {
            None => Some(Rule::Duration),
            Some(duration) if duration.is_zero => Some(Rule::DurationZero),
            Some(Duration { shortest, longest, .. }) => (shortest < MIN_VALIDITY.0
                || longest > MAX_VALIDITY.0)
                .then_some(Rule::DurationRange),
        },
    }
}

impl<'a> Walk<'a> {
    /// Checks a string. The lexer is at its opening quote.
    pub(super) fn text(&mut self, format: Format, role: Role, path: &Path<'_>) -> Result<(), Stop> {
        let at = self.lexer.at();
        let plain = self.lexer.plain_string();
        let text = if let Some(raw) = plain {
            Text { raw, escaped: false }
        } else {
            let text = self.lexer.special_string().map_err(|fault| self.syntax(fault))?;
            if self.flaw(path) {
                return Ok(());
            }
            text
        };
        if self.settings.partial && text.is_blank() {
            return Ok(());
        }
        self.members.set_text(role, text);
        let broken = match format {
            Format::Filled if text.is_blank() => Some(Rule::Blank),
            Format::Any | Format::Filled => {
                if plain.is_none() {
                    self.characters(&text, format == Format::Any, at, path);
                }
                None
            }
            Format::OpenList(list) => {
                let listed = (1..).zip(list).find(|(_, value)| text.is(value));
                self.members.set_place(role, listed.map_or(0, |(place, _)| place));
                match listed {
                    Some(_) => None,
                    None if text.is_blank() => Some(Rule::Blank),
                    None => {
                        let suggestion = self.suggestion(&text, &mut list.iter().copied());
                        self.report(Rule::UnknownValue, at, path, suggestion.as_slice());
                        None
                    }
                }
            }
            _ => text.with_utf8(|text| broken_by(text, format)),
        };
        if let Some(rule) = broken {
            let params = if rule == Rule::DurationRange { BOUNDS.as_slice() } else { &[] };
            self.report(rule, at, path, params);
        }
        Ok(())
    }

    /// Reports characters that are in a text by mistake.
    #[cold]
    #[cfg_attr(small, optimize(size))]
    fn characters(&mut self, text: &Text<'a>, multiline: bool, at: usize, path: &Path<'_>) {
        let Unicode { is_mark, is_nfc } = self.settings.unicode;
        let found = text.with_utf8(|bytes| {
            let (mut control, mut bidi, mut composable) = (false, false, false);
            // Letters of European names, up to U+02FF, break no rule. Most names have no others.
            let letters = |byte: &u8| matches!(byte, b' '..=b'~' | 0x80..=0xBF | 0xC3..=0xCB);
            let bytes = if bytes.iter().all(letters) { &[] } else { bytes };
            let text = str::from_utf8(bytes).unwrap_or_default();
            for character in Characters::of(text) {
                control |= is_control(character, multiline);
                bidi |= is_bidi_control(character);
                composable |= character >= FIRST_MARK;
            }
            let leading = Characters::of(text).next().filter(|first| *first >= FIRST_MARK);
            [
                (Rule::ControlCharacter, control),
                (Rule::BidiControl, bidi),
                (Rule::LeadingMark, leading.is_some_and(is_mark)),
                (Rule::NotNfc, composable && text.len() <= MAX_NFC_BYTES && !is_nfc(text)),
            ]
        });
        for (rule, broken) in found {
            if broken {
                self.report(rule, at, path, &[]);
            }
        }
    }
}
