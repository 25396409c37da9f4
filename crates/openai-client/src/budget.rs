//! How many retries a client has left.

use std::sync::atomic::{AtomicU64, Ordering};

/// What a success gives back, in tenths of a retry.
const REFILL: u64 = 1;

/// What a retry takes, in tenths of a retry.
const COST: u64 = 10;

/// The retries that a client and its clones have left between them.
///
/// It starts full and is refilled by successes only, so that an outage is met with few more requests than calls.
#[derive(Debug)]
pub(crate) struct Budget {
    tenths: AtomicU64,
    capacity: u64,
}

impl Budget {
    /// A full budget of so many retries, at least one.
    pub(crate) fn new(retries: u32) -> Self {
        let capacity = u64::from(retries.max(1)) * COST;
        Self {
            tenths: AtomicU64::new(capacity),
            capacity,
        }
    }

    /// Takes one retry for a call that has had `taken` already, and tells whether the call may have it.
    ///
    /// A call that emptied the budget all by itself goes on: nobody else is in trouble.
    pub(crate) fn withdraw(&self, taken: u32) -> bool {
        let less = |tenths: u64| tenths.checked_sub(COST);
        self.tenths
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, less)
            .is_ok()
            || u64::from(taken) * COST >= self.capacity
    }

    /// Hears of a success.
    pub(crate) fn deposit(&self) {
        let more = |tenths: u64| (tenths < self.capacity).then(|| (tenths + REFILL).min(self.capacity));
        // An error says that the budget is full.
        let _ = self.tenths.fetch_update(Ordering::Relaxed, Ordering::Relaxed, more);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_successes_pay_for_a_retry() {
        let budget = Budget::new(2);
        assert!(budget.withdraw(0) && budget.withdraw(0));
        assert!(!budget.withdraw(0));
        for _ in 0..9 {
            budget.deposit();
        }
        assert!(!budget.withdraw(0));
        budget.deposit();
        assert!(budget.withdraw(0));
    }

    #[test]
    fn never_holds_more_than_its_capacity() {
        let budget = Budget::new(1);
        for _ in 0..100 {
            budget.deposit();
        }
        assert!(budget.withdraw(0));
        assert!(!budget.withdraw(0));
    }

    #[test]
    fn a_call_on_its_own_is_never_denied() {
        let budget = Budget::new(3);
        assert!((0..20).all(|taken| budget.withdraw(taken)));
        assert!(!budget.withdraw(0), "another call finds the budget empty");
    }
}
