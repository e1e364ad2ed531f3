// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.measure;

/// How an attempt ended.
public sealed interface Outcome {
  /// The part of an outcome that tells series apart.
  enum Kind implements Label {
    SUCCESS,
    FAILURE
  }

  /// The `outcome` label.
  Kind kind();

  /// Everything that was asked for came back in time.
  record Success() implements Outcome {
    @Override
    public Kind kind() {
      return Kind.SUCCESS;
    }
  }

  /// The attempt failed for `reason` while `during` was open.
  record Failed(Failure reason, Phase during) implements Outcome {
    @Override
    public Kind kind() {
      return Kind.FAILURE;
    }
  }
}
