// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
/// What the demo prints: the collector's `/metrics`, read and laid out as zone × zone tables. The
/// demo's wiring comes in, and whoever wants to read a scrape.
@NullMarked
package dev.zoneprobe.demo.table;

import org.jspecify.annotations.NullMarked;
