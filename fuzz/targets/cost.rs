//! Bounds the work for a body: the core takes at most a number of steps for each byte, whatever is in it.
//!
//! A step is a region of the source that runs: this target is compiled with `-Cinstrument-coverage`, whose
//! counters do not depend on the machine. The input has three texts that end with a NUL: the start of a
//! body, an item, and the end. The item is repeated up to 32 KiB, and `#` in it becomes its number.
#![no_main]

use std::hint::black_box;

use identification_chain::check::{Settings, issues, tally};
use identification_chain::contract::OPERATIONS;
use libfuzzer_sys::fuzz_target;

/// The steps for each byte, and those for any body. Escaped unknown names take 36 for each byte, the
/// most that is known.
const STEPS: usize = 60;
const ANY: usize = 100_000;

const SIZE: usize = 32 * 1024;

fuzz_target!(|data: &[u8]| {
    let mut parts = data.splitn(3, |byte| *byte == 0);
    let mut next = || parts.next().unwrap_or_default();
    let (open, item, close) = (next(), next(), next());
    let mut body = open.to_vec();
    for number in 0..SIZE {
        if body.len() >= SIZE || item.is_empty() {
            break;
        }
        for byte in item {
            match byte {
                b'#' => body.extend(number.to_string().bytes()),
                other => body.push(*other),
            }
        }
    }
    body.extend(close);
    for operation in OPERATIONS {
        for listed in [false, true] {
            let steps = steps(|| {
                if listed {
                    drop(black_box(issues(operation, &body, &Settings::default())));
                } else {
                    black_box(tally(operation, &body, &Settings::default()));
                }
            });
            let most = ANY + STEPS * body.len();
            assert!(steps <= most, "{steps} steps for {} bytes, listed: {listed}", body.len());
        }
    }
});

unsafe extern "C" {
    fn __llvm_profile_begin_counters() -> *const u64;
    fn __llvm_profile_end_counters() -> *const u64;
    fn __llvm_profile_reset_counters();
}

/// The regions that run.
fn steps(run: impl FnOnce()) -> usize {
    // SAFETY: libFuzzer runs an input on one thread, so nothing else writes the counters.
    let counters = unsafe {
        __llvm_profile_reset_counters();
        run();
        let start = __llvm_profile_begin_counters();
        let length = __llvm_profile_end_counters().offset_from_unsigned(start);
        std::slice::from_raw_parts(start, length)
    };
    usize::try_from(counters.iter().sum::<u64>()).expect("a small sum")
}
