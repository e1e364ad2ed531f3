// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
/// The words of zoneprobe, as types: this package is the glossary that code, metrics, documents and
/// dashboards share.
///
/// - **target**: something that is probed, a named endpoint or a mesh peer
/// - **attempt**: one probe of one target at one due moment; it ends in exactly one outcome
/// - **phase**: a named part of an attempt with a start and an end event
/// - **outcome**: `success`, or `failure` with a reason from a closed list
/// - **source state**: what the probing host was like during the attempt
///
/// Everybody may come in; this package imports nothing of ours.
@NullMarked
package dev.zoneprobe.measure;

import org.jspecify.annotations.NullMarked;
