// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
/// What the numbers say when a server freezes or goes silent, against the computed truth.
@NullMarked
package dev.zoneprobe.e2e.outage;

import org.jspecify.annotations.NullMarked;
