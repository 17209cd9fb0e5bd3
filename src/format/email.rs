//! E-mail addresses, as `<input type=email>` of HTML accepts them (HTML §4.10.5.1.5), because most
//! people type their address into one. Not accepted: quoted local parts, comments and address
//! literals of RFC 5322, and characters beyond ASCII (RFC 6531). Accepted, although RFC 5321 does
//! not: dots at the ends of the local part or side by side, such as `a..b@c.com`.
//!
//! Lengths are those of RFC 5321 §4.5.3.1 and its erratum 1690: 64 for the local part, 254 in all.

/// The domain of an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Domain {
    /// The number of dots. A public domain has at least one.
    pub dots: usize,
}

/// Reads an address. `None` if `text` is not an address.
#[must_use]
#[inline(never)]
pub fn read(text: &[u8]) -> Option<Domain> {
    let at = text.iter().position(|&byte| !is_local(byte))?;
    let [b'@', domain @ ..] = text.get(at..)? else { return None };
    if text.len() > 254 || !(1..=64).contains(&at) { None } else { read_domain(domain) }
}

/// Letters, digits and ``.!#$%&'*+/=?^_`{|}~-``.
fn is_local(byte: u8) -> bool {
    matches!(byte,
        b'!' | b'#'..=b'\'' | b'*' | b'+' | b'-'..=b'9' | b'=' | b'?' | b'A'..=b'Z' | b'^'..=b'~')
}

/// Labels of a host name (RFC 1034 §3.5), each with 1 to 63 letters, digits and inner hyphens.
fn read_domain(domain: &[u8]) -> Option<Domain> {
    let (mut length, mut dots) = (0_usize, 0_usize);
    let mut last = b'.';
    for &byte in domain {
        let fits = match byte {
            b'.' => last.is_ascii_alphanumeric(),
            b'-' => length > 0,
            _ => byte.is_ascii_alphanumeric(),
        };
        if byte == b'.' {
            dots = dots.wrapping_add(1);
            length = 0;
        } else {
            length = length.wrapping_add(1);
        }
        if !fits || length > 63 {
            return None;
        }
        last = byte;
    }
    last.is_ascii_alphanumeric().then_some(Domain { dots })
}

#[cfg(test)]
mod tests {
    use super::{Domain, read};

    #[test]
    fn takes_what_an_email_input_takes() {
        let local = |length| ["a".repeat(length).as_str(), "@example.com"].concat();
        let label = |length| ["a@", &"b".repeat(length), ".com"].concat();
        let whole = |length: usize| {
            ["a@b.", &"b.".repeat(124), &"c".repeat(length.saturating_sub(252))].concat()
        };
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
            (&local(64), true),
            (&local(65), false),
            (&label(63), true),
            (&label(64), false),
            (&whole(254), true),
            (&whole(255), false),
        ] {
            assert_eq!(read(text.as_bytes()).is_some(), expected, "{text}");
        }
    }

    #[test]
    fn dots_of_the_domain_are_counted() {
        for (text, dots) in [("a.b@c", 0), ("a@b.c", 1), ("a@b-c", 0), ("a@b.c.d", 2)] {
            assert_eq!(read(text.as_bytes()), Some(Domain { dots }), "{text}");
        }
    }
}
