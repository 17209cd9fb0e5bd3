//! ISO 3166-1 alpha-2 country codes: `ES`, `PT`. The shape only: two letters, upper case.

/// Whether `text` has the shape of a country code.
#[must_use]
pub fn is_code(text: &[u8]) -> bool {
    matches!(text, [b'A'..=b'Z', b'A'..=b'Z'])
}

#[cfg(test)]
mod tests {
    use super::is_code;

    #[test]
    fn takes_two_upper_case_letters() {
        for (text, expected) in
            [("ES", true), ("GB", true), ("es", false), ("ESP", false), ("E", false), ("E1", false)]
        {
            assert_eq!(is_code(text.as_bytes()), expected, "{text}");
        }
    }
}
