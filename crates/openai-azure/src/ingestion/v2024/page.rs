//! Lists read page by page: each page but the last has the address of the next.

use openai_core::{Page, Paged};

use super::{Job, JobList, List, ListRuns, Run, RunList};

impl Paged for List {
    type Item = Job;

    fn after(self, link: &str) -> Self {
        self.link(link)
    }

    fn page(list: JobList) -> Page<Job> {
        Page::new(list.value, list.next_link.map(openai_types::Address::into_string))
    }
}

impl Paged for ListRuns {
    type Item = Run;

    fn after(self, link: &str) -> Self {
        self.link(link)
    }

    fn page(list: RunList) -> Page<Run> {
        Page::new(list.value, list.next_link.map(openai_types::Address::into_string))
    }
}
