// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
/// Objectives: what is shipped is what the file with the objectives gives, and what it gives keeps
/// its promises in Prometheus' own test tool.
@NullMarked
package dev.zoneprobe.e2e.objective;

import org.jspecify.annotations.NullMarked;
