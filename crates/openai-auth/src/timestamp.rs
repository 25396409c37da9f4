//! Moments as programs write them.

use std::time::{Duration, SystemTime};

const DAY: i64 = 86_400;

/// Reads a moment such as `2026-03-01T12:00:00.5-07:00` (RFC 3339). The fraction of the second is left out.
///
/// A moment without an offset is refused: nobody can say which one is meant.
pub(crate) fn parse(text: &str) -> Option<SystemTime> {
    let (date, time) = text.trim().split_once(['T', 't', ' '])?;
    let mut date = date.split('-').map(number);
    let (year, month, day) = (date.next()??, date.next()??, date.next()??);
    let offset_at = time.find(['Z', 'z', '+', '-'])?;
    let (time, offset) = time.split_at_checked(offset_at)?;
    let mut time = time.split(':').map(|part| number(part.split('.').next()?));
    let (hour, minute, second) = (time.next()??, time.next()??, time.next()??);
    let in_range = (1970..=9999).contains(&year)
        && (1..=12).contains(&month)
        && (1..=31).contains(&day)
        && (0..24).contains(&hour)
        && (0..60).contains(&minute)
        && (0..=60).contains(&second);
    if !in_range {
        return None;
    }
    let seconds = days(year, month, day) * DAY + hour * 3600 + minute * 60 + second - offset_seconds(offset)?;
    SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(u64::try_from(seconds).ok()?))
}

fn number(digits: &str) -> Option<i64> {
    let plain = (1..=4).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    plain.then(|| digits.parse().ok())?
}

fn offset_seconds(offset: &str) -> Option<i64> {
    let (sign, rest) = match offset.strip_prefix('+') {
        Some(rest) => (1, rest),
        None => match offset.strip_prefix('-') {
            Some(rest) => (-1, rest),
            None => return offset.eq_ignore_ascii_case("z").then_some(0),
        },
    };
    let (hours, minutes) = rest.split_once(':')?;
    Some(sign * (number(hours)? * 3600 + number(minutes)? * 60))
}

/// Days from 1970-01-01 to this day of the Gregorian calendar, from 1970 on.
fn days(year: i64, month: i64, day: i64) -> i64 {
    // A year that begins in March has its leap day at its end.
    let (year, month) = if month > 2 {
        (year, month - 3)
    } else {
        (year - 1, month + 9)
    };
    let leap_days = year / 4 - year / 100 + year / 400;
    let days_before_month = (153 * month + 2) / 5;
    year * 365 + leap_days + days_before_month + day - 719_469
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_moments() {
        for (text, seconds) in [
            ("1970-01-01T00:00:00Z", 0),
            ("1970-03-01T00:00:00Z", 5_097_600),
            ("2000-02-29T23:59:59z", 951_868_799),
            ("2024-05-10T12:00:00.123456-07:00", 1_715_367_600),
            ("2024-05-10 12:00:00+05:30", 1_715_322_600),
            ("2100-03-01T00:00:00Z", 4_107_542_400),
        ] {
            let expected = SystemTime::UNIX_EPOCH + Duration::from_secs(seconds);
            assert_eq!(parse(text), Some(expected), "{text}");
        }
    }

    #[test]
    fn refuses_what_is_no_moment() {
        for text in [
            "",
            "soon",
            "2024-05-10",
            "2024-05-10 12:00:00.000000",
            "2024-13-10T12:00:00Z",
            "2024-05-10T24:00:00Z",
            "2024-05-10T12:00Z",
            "2024-05-10T12:00:00+0530",
            "1969-12-31T23:59:59Z",
            "99999-01-01T00:00:00Z",
            "2024-05-1é T12:00:00Z",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
