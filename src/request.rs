//! Builds the head of a request: its method, URL and headers.

use crate::contract::{MAX_ID_BYTES, Operation, Problem, Rule, USER_AGENT};
use crate::issue::{Issue, Param, Place};

/// What a request needs besides its body.
#[derive(Clone, Copy, Debug)]
pub struct Target<'a> {
    /// The server and the start of the path: `https://documents.masstack.com/v1`.
    pub base_url: &'a str,
    /// The values of the operation's path parameters, in its order.
    pub path_parameters: &'a [&'a str],
    /// The values of the headers that only this operation has, in its order; empty for none.
    pub headers: &'a [&'a str],
    /// The access token, sent as `Authorization: Bearer` (RFC 6750 §2.1).
    pub token: Option<&'a str>,
    /// Whether the caller adds a token later, to each attempt.
    pub token_follows: bool,
    /// Whether a token may go over plain http to another host than this one.
    pub allow_insecure: bool,
    /// The `User-Agent`. In a browser there is none, because the browser sends its own.
    pub user_agent: Option<&'a str>,
    /// Whether the request has a body.
    pub has_body: bool,
}

/// A request without its body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// The HTTP method.
    pub method: &'static str,
    /// The URL, with percent-encoded path parameters.
    pub url: String,
    /// The headers.
    pub headers: Vec<(&'static str, String)>,
}

/// Builds the head of a request, and reports every issue of the base URL, the path parameters and
/// the header values. Do not send a head with an issue.
#[must_use]
#[cfg_attr(small, optimize(size))]
pub fn build(operation: &Operation, target: &Target<'_>) -> (Head, Vec<Issue>) {
    let mut issues = Vec::new();
    let problem = base_url_problem(target);
    report(&mut issues, problem, Rule::BaseUrl, Place::Option, "baseUrl");
    for (parameter, value) in operation.path_parameters.iter().zip(target.path_parameters) {
        let problem = segment_problem(value);
        report(&mut issues, problem, Rule::PathParameter, Place::Path, parameter.name);
    }
    let mut headers = Vec::new();
    let mut add = |name: &'static str, scheme: &str, value: Option<&str>| {
        if let Some(value) = value {
            report(&mut issues, value_problem(value), Rule::HeaderValue, Place::Header, name);
            let mut text = String::new();
            text.push_str(scheme);
            text.push_str(value);
            headers.push((name, text));
        }
    };
    let content_type = target.has_body.then_some(JSON);
    let values = [Some(JSON), content_type, target.token, target.user_agent];
    for ((name, scheme), value) in HEADERS.into_iter().zip(values) {
        add(name, scheme, value);
    }
    for (index, header) in operation.headers.iter().enumerate() {
        let value = target.headers.get(index).copied().unwrap_or_default();
        add(header.name, "", (header.required || !value.is_empty()).then_some(value));
    }
    (Head { method: operation.method, url: url(operation, target), headers }, issues)
}

/// The media type of the bodies.
const JSON: &str = "application/json";

/// The headers of every operation, with what is before their value.
static HEADERS: [(&str, &str); 4] =
    [("Accept", ""), ("Content-Type", ""), ("Authorization", "Bearer "), (USER_AGENT.name, "")];

/// Adds an issue, if there is a problem.
#[inline(never)]
#[cfg_attr(small, optimize(size))]
fn report(issues: &mut Vec<Issue>, problem: Option<Problem>, rule: Rule, place: Place, name: &str) {
    if let Some(problem) = problem {
        let mut issue = Issue::outside(rule, place, name);
        issue.params.push(("problem", Param::Problem(problem)));
        issues.push(issue);
    }
}

/// The URL of the operation: its path after the path of the base URL.
#[cfg_attr(small, optimize(size))]
fn url(operation: &Operation, target: &Target<'_>) -> String {
    let mut url = Vec::from(target.base_url);
    while url.ends_with(b"/") {
        url.pop();
    }
    let mut values = target.path_parameters.iter();
    let mut in_parameter = false;
    for &byte in operation.path.as_bytes() {
        match byte {
            b'{' => {
                in_parameter = true;
                push_encoded(values.next().copied().unwrap_or_default(), &mut url);
            }
            b'}' => in_parameter = false,
            _ if in_parameter => {}
            _ => url.push(byte),
        }
    }
    // Only ASCII was added to text.
    String::from_utf8(url).unwrap_or_default()
}

/// Percent-encodes all but the unreserved characters (RFC 3986 §2.3).
#[cfg_attr(small, optimize(size))]
fn push_encoded(value: &str, url: &mut Vec<u8>) {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    for &byte in value.as_bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            url.push(byte);
        } else {
            url.push(b'%');
            for index in [byte.wrapping_shr(4), byte & 0xF] {
                url.extend(DIGITS.get(usize::from(index)));
            }
        }
    }
}

#[inline(never)]
#[cfg_attr(small, optimize(size))]
fn segment_problem(value: &str) -> Option<Problem> {
    match value {
        "" => return Some(Problem::EmptySegment),
        "." | ".." => return Some(Problem::DotSegment),
        _ if value.len() > MAX_ID_BYTES => return Some(Problem::LongSegment),
        _ => {}
    }
    let mut rest = value.as_bytes();
    loop {
        match rest {
            [] => return None,
            // U+0000 to U+001F and U+007F to U+009F.
            [0..0x20 | 0x7F, ..] | [0xC2, 0x80..=0x9F, ..] => return Some(Problem::ControlSegment),
            // A host that passes text as UTF-8 writes half of a surrogate pair as U+FFFD.
            [0xEF, 0xBF, 0xBD, ..] => return Some(Problem::NotText),
            [_, after @ ..] => rest = after,
        }
    }
}

#[inline(never)]
#[cfg_attr(small, optimize(size))]
fn value_problem(value: &str) -> Option<Problem> {
    let bytes = value.as_bytes();
    let is_outside = matches!(bytes, [b' ', ..] | [.., b' ']);
    if bytes.is_empty() {
        Some(Problem::EmptyValue)
    } else if !is_outside && bytes.iter().all(|byte| matches!(byte, b' '..=b'~')) {
        None
    } else if bytes.windows(3).any(|bytes| bytes == "\u{FFFD}".as_bytes()) {
        // A host passes U+FFFD for a value that is not text.
        Some(Problem::NotText)
    } else {
        Some(Problem::ValueCharacter)
    }
}

/// The part of a URL after a scheme, if the URL has that scheme.
#[inline(never)]
#[cfg_attr(small, optimize(size))]
fn after<'a>(scheme: &[u8], url: &'a str) -> Option<&'a [u8]> {
    let (front, rest) = url.as_bytes().split_at_checked(scheme.len())?;
    front.eq_ignore_ascii_case(scheme).then_some(rest)
}

/// The part of a text before the first of some bytes.
#[inline(never)]
#[cfg_attr(small, optimize(size))]
fn before<'a>(ends: &[u8], text: &'a [u8]) -> &'a [u8] {
    let end = text.iter().position(|byte| ends.contains(byte));
    text.get(..end.unwrap_or(text.len())).unwrap_or_default()
}

#[inline(never)]
#[cfg_attr(small, optimize(size))]
fn base_url_problem(target: &Target<'_>) -> Option<Problem> {
    let plain = after(b"http://", target.base_url);
    let Some(rest) = plain.or_else(|| after(b"https://", target.base_url)) else {
        return Some(Problem::Scheme);
    };
    // The authority is before the path, the query and the fragment (RFC 3986 §3.2).
    let authority = before(b"/?#", rest);
    let has = |bytes: &[u8], text: &[u8]| before(bytes, text).len() < text.len();
    let has_token = target.token.is_some() || target.token_follows;
    if rest.iter().any(|byte| matches!(byte, 0..=b' ' | b'\\' | 0x7F)) {
        Some(Problem::Character)
    } else if has(b"@", authority) {
        Some(Problem::Credentials)
    } else if before(b":", authority).is_empty() {
        Some(Problem::Host)
    } else if has(b"?#", rest) {
        Some(Problem::Query)
    } else if plain.is_some() && has_token && !target.allow_insecure && !is_loopback(authority) {
        // The token would go over a network in plain text. The loopback interface is no network.
        Some(Problem::Insecure)
    } else {
        None
    }
}

/// Whether an authority names the loopback interface (RFC 1122 §3.2.1.3, RFC 4291 §2.5.3,
/// RFC 6761 §6.3).
///
/// An address counts in its usual notation only, because URL parsers do not agree on the others:
/// `127.` is 0.0.0.127 for some of them, and `0127.0.0.1` is 87.0.0.1. The parsers of [`std::net`]
/// would be a tenth of the WebAssembly module. The tests compare these functions with them.
#[cfg_attr(small, optimize(size))]
fn is_loopback(authority: &[u8]) -> bool {
    let (host, port) = match authority.iter().rposition(|byte| *byte == b':') {
        Some(end) if !authority.ends_with(b"]") => authority.split_at(end),
        _ => (authority, b"".as_slice()),
    };
    let is_host = match host {
        [b'[', address @ .., b']'] => is_loopback_v6(address),
        _ => is_loopback_v4(host) || is_localhost(host),
    };
    is_host && is_port(port.strip_prefix(b":").unwrap_or_default())
}

/// Whether a text is a port (RFC 3986 §3.2.3), which may be empty.
#[cfg_attr(small, optimize(size))]
fn is_port(text: &[u8]) -> bool {
    text.is_empty() || number(text).is_some_and(|port| port <= 65_535)
}

/// The value of at most six decimal digits.
#[cfg_attr(small, optimize(size))]
fn number(digits: &[u8]) -> Option<u32> {
    if !(1..=6).contains(&digits.len()) {
        return None;
    }
    digits.iter().try_fold(0_u32, |value, &digit| {
        let digit = char::from(digit).to_digit(10)?;
        Some(value.wrapping_mul(10).wrapping_add(digit))
    })
}

/// Whether a text is an IPv4 address in 127.0.0.0/8: four decimal numbers without leading zeros.
#[cfg_attr(small, optimize(size))]
fn is_loopback_v4(text: &[u8]) -> bool {
    let is_octet = |part: &[u8]| {
        !matches!(part, [b'0', _, ..]) && number(part).is_some_and(|octet| octet <= 255)
    };
    let mut octets = 0_usize;
    for part in text.split(|byte| *byte == b'.') {
        if !is_octet(part) || (octets == 0 && part != b"127") {
            return false;
        }
        octets = octets.saturating_add(1);
    }
    octets == 4
}

/// Whether a text is the IPv6 address `::1`, in any notation of groups (RFC 4291 §2.2).
#[cfg_attr(small, optimize(size))]
fn is_loopback_v6(text: &[u8]) -> bool {
    let rest = text.strip_prefix(b"::");
    let (mut shortened, mut groups, mut last) = (rest.is_some(), 0_usize, None);
    for group in rest.unwrap_or(text).split(|byte| *byte == b':') {
        // Only the last group may be above 0.
        if last.is_some_and(|value| value > 0) {
            return false;
        }
        match group {
            // A single colon cannot be at the start.
            [] if shortened || groups == 0 => return false,
            [] => shortened = true,
            _ if group.len() > 4 => return false,
            _ => {
                let Some(value) = number(group) else { return false };
                last = Some(value);
                groups = groups.saturating_add(1);
            }
        }
    }
    last == Some(1) && if shortened { groups < 8 } else { groups == 8 }
}

/// Whether a name is `localhost` or a name under it.
#[cfg_attr(small, optimize(size))]
fn is_localhost(host: &[u8]) -> bool {
    let is_label = |label: &[u8]| {
        let is_usual = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
        !label.is_empty() && label.iter().all(is_usual)
    };
    let mut labels = host.rsplit(|byte| *byte == b'.');
    let last = labels.next().unwrap_or_default();
    last.eq_ignore_ascii_case(b"localhost") && labels.all(is_label)
}

#[cfg(test)]
mod tests {
    use std::net::{Ipv4Addr, Ipv6Addr};

    use super::{Head, Target, build, is_loopback_v4, is_loopback_v6};
    use crate::contract::{
        BASE_URL, CANCEL_CHAIN, CLOSE_CHAIN, CREATE_CHAIN, GET_CHAIN, VALIDATE_CHAIN,
    };

    const TARGET: Target<'_> = Target {
        base_url: BASE_URL,
        path_parameters: &["acme", "42"],
        headers: &[],
        token: None,
        token_follows: false,
        allow_insecure: false,
        user_agent: None,
        has_body: false,
    };

    fn messages(target: &Target<'_>) -> Vec<String> {
        let (_, issues) = build(&CLOSE_CHAIN, target);
        issues.iter().map(|issue| format!("{} {}", issue.path, issue.message())).collect()
    }

    #[test]
    fn a_request_has_the_headers_of_the_reference() {
        let full = Target {
            token: Some("t.o.k"),
            user_agent: Some("app/1 (node)"),
            has_body: true,
            ..TARGET
        };
        assert_eq!(
            build(&CANCEL_CHAIN, &full).0,
            Head {
                method: "POST",
                url: format!("{BASE_URL}/orgs/acme/identifications/chain/42/cancel"),
                headers: vec![
                    ("Accept", "application/json".into()),
                    ("Content-Type", "application/json".into()),
                    ("Authorization", "Bearer t.o.k".into()),
                    ("User-Agent", "app/1 (node)".into()),
                ],
            }
        );
        let (close, _) = build(&CLOSE_CHAIN, &TARGET);
        assert_eq!(close.headers, [("Accept", String::from("application/json"))]);
    }

    #[test]
    fn get_chain_uses_the_method_get() {
        let (head, issues) = build(&GET_CHAIN, &TARGET);
        assert_eq!((head.method, issues), ("GET", vec![]));
        assert_eq!(head.url, format!("{BASE_URL}/orgs/acme/identifications/chain/42"));
    }

    #[test]
    fn the_device_becomes_headers() {
        for (device, missing) in [
            (&["i", "f", "203.0.113.7", "x"][..], &[][..]),
            (&["i", "f", "203.0.113.7", ""], &[]),
            (&["i", "f", "203.0.113.7"], &[]),
            (&["", "f"], &["/x-installation_id", "/x-forwarded-for"]),
            (&["i\n", "f", "a"], &["/x-installation_id"]),
        ] {
            let (head, issues) = build(&VALIDATE_CHAIN, &Target { headers: device, ..TARGET });
            let paths: Vec<_> = issues.iter().map(|issue| issue.path.as_str()).collect();
            assert_eq!(paths, missing, "{device:?}");
            let sent = head.headers.iter().any(|(name, _)| *name == "x-location");
            assert_eq!(sent, device.get(3).is_some_and(|value| !value.is_empty()), "{device:?}");
        }
    }

    #[test]
    fn plain_http_needs_allow_insecure_for_a_token() {
        let insecure = "/baseUrl is not a valid base URL: it is plain http, which would expose the token; set allowInsecure to allow that";
        for base_url in ["http://example.com", "HTTP://example.com:443", "http://127."] {
            let target = Target { base_url, token: Some("t"), ..TARGET };
            assert_eq!(messages(&target), [insecure], "{base_url}");
            assert_eq!(messages(&Target { token: None, ..target }), [""; 0], "{base_url}");
            assert_eq!(messages(&Target { allow_insecure: true, ..target }), [""; 0], "{base_url}");
        }
    }

    #[test]
    fn loopback_addresses_agree_with_std() {
        let octets = ["0", "1", "9", "10", "00", "01", "127", "255", "256", "999", "", "x", "+1"];
        for first in ["127", "126", "0127", "0"] {
            for second in octets {
                for third in octets {
                    for tail in ["1", "0", "", "01", "256", "1.1", "1."] {
                        let text = format!("{first}.{second}.{third}.{tail}");
                        let expected = text.parse().is_ok_and(|ip: Ipv4Addr| ip.is_loopback());
                        assert_eq!(is_loopback_v4(text.as_bytes()), expected, "{text}");
                    }
                }
            }
        }
        // Every text of up to seven of these parts.
        let mut texts = vec![String::new()];
        let mut longest = texts.clone();
        for _ in 0..7 {
            let longer = longest
                .iter()
                .flat_map(|text| [":", "0", "1", "000", "f"].map(|sign| format!("{text}{sign}")));
            longest = longer.collect();
            texts.extend_from_slice(&longest);
        }
        texts.extend((0..10).map(|zeros| format!("{}1", "0:".repeat(zeros))));
        texts.extend((0..10).map(|zeros| format!("{}:1", "0:".repeat(zeros))));
        texts.extend((0..10).map(|zeros| format!("::{}1", "0:".repeat(zeros))));
        for text in texts {
            let expected = text.parse().is_ok_and(|ip: Ipv6Addr| ip.is_loopback());
            assert_eq!(is_loopback_v6(text.as_bytes()), expected, "{text}");
        }
    }

    #[test]
    fn ids_are_encoded_as_one_path_segment() {
        let longest = "x".repeat(255);
        for (id, encoded) in [
            (longest.as_str(), longest.as_str()),
            ("acme", "acme"),
            ("a/b?c#d%e", "a%2Fb%3Fc%23d%25e"),
            ("../../x", "..%2F..%2Fx"),
            ("a b+c", "a%20b%2Bc"),
            ("-._~", "-._~"),
            ("...", "..."),
            ("%2e%2e", "%252e%252e"),
            ("españa", "espa%C3%B1a"),
        ] {
            let target = Target { path_parameters: &[id], ..TARGET };
            let (Head { url, .. }, issues) = build(&CREATE_CHAIN, &target);
            assert_eq!(issues, []);
            assert_eq!(url, format!("{BASE_URL}/orgs/{encoded}/identifications/chain"), "{id}");
        }
    }

    #[test]
    fn ids_that_are_not_a_path_segment_are_refused() {
        let long = "x".repeat(256);
        for (id, message) in [
            ("", "is not a valid path segment: it is empty"),
            (".", "is not a valid path segment: it is a dot segment"),
            ("..", "is not a valid path segment: it is a dot segment"),
            ("a\nb", "is not a valid path segment: it has a control character"),
            ("a\u{85}b", "is not a valid path segment: it has a control character"),
            ("a\u{FFFD}b", "is not a valid path segment: it is not text"),
            (&long, "is not a valid path segment: it is longer than 255 bytes"),
        ] {
            let target = Target { path_parameters: &["acme", id], ..TARGET };
            assert_eq!(
                messages(&target),
                [format!("/identification_chain_id {message}")],
                "{id:?}"
            );
        }
    }

    #[test]
    fn a_base_url_keeps_its_path() {
        for (base_url, start) in [
            ("https://api.example", "https://api.example/orgs/"),
            ("https://api.example/", "https://api.example/orgs/"),
            ("https://edge.example/identity/v1//", "https://edge.example/identity/v1/orgs/"),
            ("http://[::1]:8080/v1", "http://[::1]:8080/v1/orgs/"),
            ("HTTPS://api.example/v1", "HTTPS://api.example/v1/orgs/"),
        ] {
            let (Head { url, .. }, issues) = build(&CLOSE_CHAIN, &Target { base_url, ..TARGET });
            assert_eq!(issues, []);
            assert!(url.starts_with(start), "{base_url} gave {url}");
        }
    }

    #[test]
    fn a_base_url_that_is_not_valid_is_refused() {
        for (base_url, problem) in [
            ("", "it does not start with https:// or http://"),
            ("/v1", "it does not start with https:// or http://"),
            ("javascript:alert(1)", "it does not start with https:// or http://"),
            ("ftp://api.example", "it does not start with https:// or http://"),
            ("https://", "it has no host"),
            ("https:///v1", "it has no host"),
            ("https://user:pass@api.example", "it contains credentials"),
            ("https://api.example/v1?x=1", "it has a query or a fragment"),
            ("https://api.example/v1#x", "it has a query or a fragment"),
            ("https://api.example/a b", "it has a character that URLs do not allow"),
            ("https:\\\\api.example", "it does not start with https:// or http://"),
            ("https://api.example\\x", "it has a character that URLs do not allow"),
        ] {
            let found = messages(&Target { base_url, ..TARGET });
            assert_eq!(found, [format!("/baseUrl is not a valid base URL: {problem}")]);
        }
    }

    #[test]
    fn header_values_cannot_add_a_header() {
        for (token, problem) in [
            ("", "it is empty"),
            (" ", "it has a character that headers do not allow"),
            ("a\r\nX-Evil: 1", "it has a character that headers do not allow"),
            ("tok\u{e9}n", "it has a character that headers do not allow"),
            (" token", "it has a character that headers do not allow"),
            ("\u{FFFD}", "it is not text"),
            ("a\u{FFFD}\n", "it is not text"),
        ] {
            let found = messages(&Target { token: Some(token), ..TARGET });
            assert_eq!(found, [format!("/Authorization is not a valid header value: {problem}")]);
        }
    }

    #[test]
    fn every_issue_is_reported_at_once() {
        let target = Target {
            headers: &[],
            token_follows: false,
            allow_insecure: false,
            base_url: "x",
            path_parameters: &["", ".."],
            token: Some(""),
            user_agent: Some("a\nb"),
            has_body: false,
        };
        assert_eq!(messages(&target).len(), 5);
    }
}
