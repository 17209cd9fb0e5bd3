//! Measures time, and waits.

use std::future::poll_fn;
use std::pin::pin;
use std::task::Poll;
use std::time::Duration;

use gloo_timers::future::TimeoutFuture;
use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen]
extern "C" {
    // Unlike the clock of the system, nobody can set this one.
    #[wasm_bindgen(js_namespace = performance, js_name = now)]
    fn milliseconds() -> f64;
}

/// The start of a measurement.
#[derive(Clone, Copy)]
pub(crate) struct Start(f64);

impl Start {
    /// Starts now.
    pub(crate) fn now() -> Self {
        Self(milliseconds())
    }

    /// The rest of a time that began at the start.
    pub(crate) fn left_of(self, time: Duration) -> Duration {
        let elapsed = (milliseconds() - self.0) / 1000.0;
        time.saturating_sub(Duration::try_from_secs_f64(elapsed).unwrap_or_default())
    }
}

/// Waits.
pub(crate) async fn wait(time: Duration) {
    // Browsers fire a timer of more than 2^31 - 1 ms, 24 days, at once.
    let most = i32::MAX.unsigned_abs();
    TimeoutFuture::new(u32::try_from(time.as_millis()).map_or(most, |time| time.min(most))).await;
}

/// The result of some work. `None` if the time is over first: then the work is dropped.
pub(crate) async fn within<T>(time: Duration, work: impl Future<Output = T>) -> Option<T> {
    let mut work = pin!(work);
    let mut over = pin!(wait(time));
    poll_fn(|context| match work.as_mut().poll(context) {
        Poll::Ready(result) => Poll::Ready(Some(result)),
        Poll::Pending => over.as_mut().poll(context).map(|()| None),
    })
    .await
}
