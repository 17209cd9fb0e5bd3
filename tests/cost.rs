//! The worst bodies take linear time and memory.
//!
//! `cargo test --release --test cost -- --ignored --nocapture` prints the times.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::arithmetic_side_effects,
    clippy::format_push_string,
    reason = "a test that panics has failed, as it should"
)]

use std::hint::black_box;
use std::time::{Duration, Instant};

use identification_chain::check::{Settings, issues, tally};
use identification_chain::contract::CREATE_CHAIN;

/// A body of a size: `open`, numbered `item`s with commas, and `close`.
fn filled(bytes: usize, open: &str, close: &str, item: impl Fn(usize) -> String) -> String {
    let mut body = String::from(open);
    for number in 0.. {
        let item = item(number);
        if body.len() + item.len() + close.len() >= bytes {
            break;
        }
        body.push_str(&item);
        body.push(',');
    }
    body.pop();
    body.push_str(close);
    body
}

/// A number as a short name, in base 36.
fn short(mut number: usize) -> String {
    let mut name = String::new();
    loop {
        name.extend(u32::try_from(number % 36).ok().and_then(|digit| char::from_digit(digit, 36)));
        number /= 36;
        if number == 0 {
            return name;
        }
    }
}

/// Bodies of a size, by their content. The ordinary one is the first.
fn bodies(bytes: usize) -> Vec<(&'static str, String)> {
    let step = |number: usize| {
        format!(
            r#"{{"identification_type":"AGENT","note":"step {number} of the chain","done":false}}"#
        )
    };
    let long = "n".repeat(bytes / 2);
    let escaped = |number: usize| {
        let name = short(number);
        let units = name.chars().map(|unit| format!("\\u{:04x}", u32::from(unit)));
        format!(r#""{}":1"#, units.collect::<Vec<_>>().concat())
    };
    vec![
        ("ordinary", filled(bytes, r#"{"x":["#, "]}", step)),
        ("unknown names", filled(bytes, "{", "}", |n| format!(r#""{}":1"#, short(n)))),
        ("unknown names of the actor", {
            filled(bytes, r#"{"actor":{"#, "}}", |n| format!(r#""{}":1"#, short(n)))
        }),
        ("escaped unknown names", filled(bytes, r#"{"actor":{"#, "}}", escaped)),
        ("unknown names in an unknown object", {
            filled(bytes, r#"{"x":{"#, "}}", |n| format!(r#""{}":1"#, short(n)))
        }),
        ("a duplicate key", filled(bytes, "{", "}", |_| r#""x":1"#.into())),
        ("duplicate keys under a long name", {
            filled(bytes, &format!(r#"{{"{long}":{{"#), "}}", |_| r#""x":1"#.into())
        }),
        ("small objects", filled(bytes, r#"{"x":["#, "]}", |_| r#"{"a":1}"#.into())),
        ("step types", {
            filled(bytes, r#"{"sequence":["#, "]}", |n| {
                format!(r#"{{"identification_type":"{}"}}"#, short(n))
            })
        }),
        ("steps that are numbers", filled(bytes, r#"{"sequence":["#, "]}", |_| "1".into())),
        ("steps that are empty", filled(bytes, r#"{"sequence":["#, "]}", |_| "{}".into())),
        ("steps that are alike", {
            filled(bytes, r#"{"sequence":["#, "]}", |_| r#"{"identification_type":"OTP"}"#.into())
        }),
        ("a blank name", {
            format!(r#"{{"actor":{{"name":"{}"}}}}"#, "\u{3164}".repeat(bytes / 3 - 20))
        }),
        ("combining marks", {
            format!(r#"{{"actor":{{"name":"e{}"}}}}"#, "\u{301}".repeat(bytes / 2 - 20))
        }),
        ("a long e-mail address", {
            format!(r#"{{"actor":{{"email":"a@{}"}}}}"#, "b.".repeat(bytes / 2 - 20))
        }),
        ("a long duration", format!(r#"{{"expires_in":"PT{}M"}}"#, "9".repeat(bytes - 40))),
    ]
}

/// The shortest of several runs.
fn fastest(run: impl Fn()) -> Duration {
    (0..30)
        .map(|_| {
            let start = Instant::now();
            run();
            start.elapsed()
        })
        .min()
        .unwrap_or_default()
}

/// A body four times as large takes about four times as much memory. Steps inside the table of names
/// are counted in `src/check/names.rs`.
#[test]
fn memory_is_linear_in_the_size_of_a_body() {
    let settings = Settings::default();
    let allocated = |body: &str, listed: bool| {
        allocation_counter::measure(|| {
            if listed {
                black_box(issues(&CREATE_CHAIN, body.as_bytes(), &settings));
            } else {
                black_box(tally(&CREATE_CHAIN, body.as_bytes(), &settings));
            }
        })
        .bytes_total
    };
    for ((name, small), (_, large)) in bodies(16_384).iter().zip(bodies(65_536)) {
        for listed in [false, true] {
            let (small, large) = (allocated(small, listed), allocated(&large, listed));
            // Vectors double, so that a larger one may have up to twice the room that it needs.
            assert!(large <= small * 8 + 16_384, "{name}: {small} bytes, then {large}");
        }
    }
}

#[test]
#[ignore = "prints times, which depend on the machine"]
fn times() {
    let settings = Settings::default();
    let mut ordinary = None;
    println!("{:36} {:>9} {:>7} {:>9} {:>7}", "64 KB of", "tally", "ratio", "issues", "ratio");
    for (name, body) in bodies(65_536) {
        let counted = fastest(|| {
            black_box(tally(&CREATE_CHAIN, body.as_bytes(), &settings));
        });
        let listed = fastest(|| drop(black_box(issues(&CREATE_CHAIN, body.as_bytes(), &settings))));
        let (first, _) = *ordinary.get_or_insert((counted, listed));
        let ratio = |time: Duration| time.as_secs_f64() / first.as_secs_f64();
        println!(
            "{name:36} {:>6} µs {:>7.1} {:>6} µs {:>7.1}",
            counted.as_micros(),
            ratio(counted),
            listed.as_micros(),
            ratio(listed),
        );
    }
}
