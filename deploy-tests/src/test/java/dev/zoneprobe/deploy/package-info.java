// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
/// Whether what `k8s` holds is right: the tests. What they go by is in the packages below.
///
/// Nobody comes in.
@NullMarked
package dev.zoneprobe.deploy;

import org.jspecify.annotations.NullMarked;
