//! ISO 639-1 language codes, which this API writes in upper case: `ES`, `EN`. The shape only.

/// Whether `text` has the shape of a language code.
#[must_use]
pub fn is_code(text: &[u8]) -> bool {
    matches!(text, [b'A'..=b'Z', b'A'..=b'Z'])
}

#[cfg(test)]
mod tests {
    use super::is_code;

    #[test]
    fn takes_two_upper_case_letters() {
        for (text, expected) in [
            ("ES", true),
            ("CA", true),
            ("es", false),
            ("spa", false),
            ("es-ES", false),
            ("", false),
        ] {
            assert_eq!(is_code(text.as_bytes()), expected, "{text}");
        }
    }
}
