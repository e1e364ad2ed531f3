// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
/// The Terraform module, with a stand-in for the provider, which comes from a registry that a build
/// need not reach. Nobody comes in.
@NullMarked
package dev.zoneprobe.e2e.terraform;

import org.jspecify.annotations.NullMarked;
