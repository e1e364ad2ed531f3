// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
/// The page for people: its files, and on which terms a browser gets them.
///
/// `WebServer` uses [Page] and nothing else. The files themselves, and how they work together, are
/// among the resources of this package; `docs/page.md` shows the page.
@NullMarked
package dev.zoneprobe.collector.web.page;

import org.jspecify.annotations.NullMarked;
