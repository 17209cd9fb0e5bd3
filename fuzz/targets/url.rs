//! Compares request heads with the crate url: the parts of the base URL stay, the segments are the ids,
//! and each part is refused exactly for its reasons.
//!
//! The input has a byte that selects an operation, a byte of flags, and texts that end with a NUL:
//! base URL, organization, chain, token, and the values of headers.
#![no_main]

use identification_chain::contract::{OPERATIONS, Rule};
use identification_chain::issue::{Issue, Param};
use identification_chain::request::{Head, Target, build};
use libfuzzer_sys::fuzz_target;
use percent_encoding::percent_decode_str;
use url::{Host, Url};

fuzz_target!(|data: (u8, u8, &str)| {
    let (selector, flags, text) = data;
    let operation = OPERATIONS[usize::from(selector) % OPERATIONS.len()];
    let mut texts = text.split('\0');
    let mut next = || texts.next().unwrap_or_default();
    let (base_url, ids, token) = (next(), [next(), next()], next());
    let headers: Vec<_> = texts.collect();
    let target = Target {
        base_url,
        path_parameters: &ids[..operation.path_parameters.len()],
        headers: &headers,
        token: (flags & 1 == 1).then_some(token),
        token_follows: flags & 2 == 2,
        allow_insecure: flags & 4 == 4,
        user_agent: (flags & 8 == 8).then_some(token),
        has_body: flags & 16 == 16,
    };
    let (head, issues) = build(operation, &target);

    for (place, parameter) in operation.path_parameters.iter().enumerate() {
        let path = format!("/{}", parameter.name);
        assert_eq!(problem(&issues, Rule::PathParameter, &path), segment_problem(ids[place]));
    }
    let names = operation.headers.iter().map(|header| (header.name, header.required));
    for (place, (name, required)) in names.enumerate() {
        let value = headers.get(place).copied().unwrap_or_default();
        let expected = if required || !value.is_empty() { !is_value(value) } else { false };
        let found = problem(&issues, Rule::HeaderValue, &format!("/{name}"));
        assert_eq!(found.is_some(), expected, "{name}: {value:?}");
    }
    if target.token.is_some() {
        let found = problem(&issues, Rule::HeaderValue, "/Authorization");
        assert_eq!(found.is_some(), !is_value(token), "{token:?}");
    }
    let refusal = problem(&issues, Rule::BaseUrl, "/baseUrl");
    test_refusal(refusal, &target);
    if issues.is_empty() {
        test_head(&head, &target);
    }
});

fn problem(issues: &[Issue], rule: Rule, path: &str) -> Option<&'static str> {
    let issue = issues.iter().find(|issue| issue.rule == rule && issue.path == path)?;
    issue.params.iter().find_map(|param| match param {
        ("problem", Param::Problem(problem)) => Some(problem.code()),
        _ => None,
    })
}

/// Why a text is no segment of a path.
fn segment_problem(id: &str) -> Option<&'static str> {
    let first = id.chars().find(|one| one.is_control() || *one == '\u{FFFD}');
    match (id, first) {
        ("", _) => Some("empty"),
        ("." | "..", _) => Some("dot-segment"),
        _ if id.len() > 255 => Some("too-long"),
        (_, Some('\u{FFFD}')) => Some("not-text"),
        (_, Some(_)) => Some("control-character"),
        (_, None) => None,
    }
}

/// RFC 9110 §5.5 without tabs and obs-text.
fn is_value(value: &str) -> bool {
    !value.is_empty()
        && value.chars().all(|character| matches!(character, ' '..='~'))
        && value.trim() == value
}

/// Whether a host of a URL is this machine, for every parser of URLs.
fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

/// Tests that a refused base URL has the flaw it is refused for, and an accepted one has none.
fn test_refusal(refusal: Option<&str>, target: &Target<'_>) {
    let text = target.base_url;
    let lower = text.to_ascii_lowercase();
    let rest = lower.strip_prefix("http://").or(lower.strip_prefix("https://"));
    let authority = rest.and_then(|rest| rest.split(['/', '?', '#']).next()).unwrap_or_default();
    let has_token = target.token.is_some() || target.token_follows;
    let url = Url::parse(text);
    match refusal {
        Some("scheme") => assert!(rest.is_none(), "{text:?}"),
        Some("url-character") => {
            let is_wrong = |one: char| one.is_ascii_control() || one == ' ' || one == '\\';
            assert!(text.contains(is_wrong), "{text:?}");
        }
        Some("credentials") => assert!(authority.contains('@'), "{text:?}"),
        Some("host") => assert!(authority.is_empty() || authority.starts_with(':'), "{text:?}"),
        Some("query") => assert!(text.contains(['?', '#']), "{text:?}"),
        Some("insecure") => {
            assert!(lower.starts_with("http:") && has_token && !target.allow_insecure);
            // 127.1, 0x7F.0.0.1 and their like are refused, because parsers differ on them.
            let usual = url.is_ok_and(|url| is_loopback(&url) && url.host_str() == Some(authority));
            assert!(!usual, "{text:?} is the loopback interface");
        }
        Some(other) => panic!("{text:?} is refused as {other}"),
        // What is not a URL, such as a port of six digits, is refused later, by the JavaScript.
        None => {
            let Ok(url) = url else { return };
            assert!(matches!(url.scheme(), "http" | "https"), "{text:?}");
            assert!(url.username().is_empty() && url.password().is_none(), "{text:?}");
            assert!(url.query().is_none() && url.fragment().is_none(), "{text:?}");
            if url.scheme() == "http" && has_token && !target.allow_insecure {
                assert!(is_loopback(&url), "{text:?} would expose the token");
            }
        }
    }
}

/// Tests the URL and the headers of a request without issues.
fn test_head(head: &Head, target: &Target<'_>) {
    let Ok(base) = Url::parse(target.base_url) else { return };
    let url = Url::parse(&head.url).expect("a base URL and segments");
    let origin =
        |url: &Url| (url.scheme().to_owned(), url.host_str().map(str::to_owned), url.port());
    assert_eq!(origin(&url), origin(&base));
    assert!(url.username().is_empty() && url.query().is_none() && url.fragment().is_none());

    let segments = |url: &Url| -> Vec<String> {
        url.path_segments().into_iter().flatten().map(str::to_owned).collect()
    };
    // The slashes at the end of a base URL do not count. Those before a dot segment do.
    let folder = format!("{}/", target.base_url.trim_end_matches('/'));
    let mut start = segments(&Url::parse(&folder).expect("a base URL"));
    start.pop();
    let all = segments(&url);
    let added = all.strip_prefix(start.as_slice()).expect("the path of the base URL stays");
    let decoded: Vec<_> = added
        .iter()
        .map(|segment| percent_decode_str(segment).decode_utf8().expect("UTF-8").into_owned())
        .collect();
    let ids = target.path_parameters;
    let expected: &[&str] = match (decoded.last().map(String::as_str), ids) {
        (_, [org]) => &["orgs", org, "identifications", "chain"],
        (Some(verb @ ("cancel" | "close" | "validate")), [org, chain]) if decoded.len() == 6 => {
            &["orgs", org, "identifications", "chain", chain, verb]
        }
        (_, ids) => &["orgs", ids[0], "identifications", "chain", ids[1]],
    };
    assert_eq!(decoded, expected, "{}", head.url);

    let value = |name: &str| {
        head.headers.iter().find(|(other, _)| *other == name).map(|(_, value)| value.as_str())
    };
    assert_eq!(
        value("Authorization"),
        target.token.map(|token| format!("Bearer {token}")).as_deref()
    );
    assert_eq!(value("User-Agent"), target.user_agent);
    assert_eq!(value("Content-Type"), target.has_body.then_some("application/json"));
    assert!(head.headers.iter().all(|(_, value)| is_value(value)));
}
