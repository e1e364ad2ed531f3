// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
/// How many connections agents may open, and how much memory they may take before anybody knows who
/// they are.
///
/// Only ingest comes in.
@NullMarked
package dev.zoneprobe.collector.ingest.connection;

import org.jspecify.annotations.NullMarked;
