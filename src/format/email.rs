//! E-mail addresses, as the HTML standard's `<input type=email>` takes them (HTML §4.10.5.1.5),
//! which is what the person typed the address into. That leaves out the quoted local parts,
//! comments and address literals of RFC 5322, and characters beyond ASCII (RFC 6531).
//!
//! Lengths are those of RFC 5321 §4.5.3.1 and its erratum 1690: 64 for the local part, 254 in all.

/// Whether `text` is such an address.
#[must_use]
pub fn is_address(text: &[u8]) -> bool {
    let at = text.iter().position(|&byte| !is_local(byte)).unwrap_or(text.len());
    let Some([b'@', domain @ ..]) = text.get(at..) else { return false };
    text.len() <= 254 && (1..=64).contains(&at) && is_domain(domain)
}

/// Whether the domain of such an address has a dot, as every public one has.
#[must_use]
pub fn has_public_domain(address: &[u8]) -> bool {
    address.iter().rev().take_while(|byte| **byte != b'@').any(|byte| *byte == b'.')
}

/// Letters, digits and ``.!#$%&'*+/=?^_`{|}~-``.
fn is_local(byte: u8) -> bool {
    matches!(byte,
        b'!' | b'#'..=b'\'' | b'*' | b'+' | b'-'..=b'9' | b'=' | b'?' | b'A'..=b'Z' | b'^'..=b'~')
}

/// Labels of a host name (RFC 1034 §3.5): 1 to 63 letters, digits and inner hyphens each.
fn is_domain(domain: &[u8]) -> bool {
    let mut length = 0_usize;
    let mut last = b'.';
    for &byte in domain {
        let fits = match byte {
            b'.' => last.is_ascii_alphanumeric(),
            b'-' => length > 0,
            _ => byte.is_ascii_alphanumeric(),
        };
        length = if byte == b'.' { 0 } else { length.wrapping_add(1) };
        if !fits || length > 63 {
            return false;
        }
        last = byte;
    }
    last.is_ascii_alphanumeric()
}

#[cfg(test)]
mod tests {
    use super::{has_public_domain, is_address};

    #[test]
    fn takes_what_an_email_input_takes() {
        let long_local = ["a".repeat(65).as_str(), "@example.com"].concat();
        let long_label = ["a@", &"b".repeat(64), ".com"].concat();
        let long = ["a@", &"b.".repeat(126), "com"].concat();
        for (text, expected) in [
            ("example@email.com", true),
            ("a@b", true),
            ("first.last+tag@sub.example.co.uk", true),
            ("o'hara@example.com", true),
            (".dots..anywhere.@example.com", true),
            ("a@xn--exmple-cua.com", true),
            ("", false),
            ("example", false),
            ("@example.com", false),
            ("a@", false),
            ("a@b@c", false),
            ("a b@example.com", false),
            ("a@-example.com", false),
            ("a@example-.com", false),
            ("a@example..com", false),
            ("a@example.com.", false),
            ("\"a b\"@example.com", false),
            ("jos\u{e9}@example.com", false),
            ("a@[127.0.0.1]", false),
            (long_local.as_str(), false),
            (long_label.as_str(), false),
            (long.as_str(), false),
        ] {
            assert_eq!(is_address(text.as_bytes()), expected, "{text}");
        }
    }

    #[test]
    fn public_domains_have_a_dot() {
        for (text, expected) in [("a.b@c", false), ("a@b.c", true), ("a@b-c", false)] {
            assert_eq!(has_public_domain(text.as_bytes()), expected, "{text}");
        }
    }
}
