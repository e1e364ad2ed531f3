// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
/// What happens to a fleet, and when: drawn from a seed.
@NullMarked
package dev.zoneprobe.e2e.chaos.mishap;

import org.jspecify.annotations.NullMarked;
