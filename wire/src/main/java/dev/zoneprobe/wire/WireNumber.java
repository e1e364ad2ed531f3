// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.wire;

import dev.zoneprobe.wire.InvalidFrameException.Reason;

/// The number that a constant has on the wire: its position, counted from 1, so that 0 (what
/// protobuf gives for an absent field) is never a constant. New constants go to the end.
final class WireNumber {
  private WireNumber() {}

  @SuppressWarnings("EnumOrdinal") // the golden frames pin every number
  static int of(Enum<?> constant) {
    return constant.ordinal() + 1;
  }

  static <E extends Enum<E>> E constant(Class<E> type, int number, Reason otherwise)
      throws InvalidFrameException {
    E[] constants = type.getEnumConstants();
    if (number < 1 || number > constants.length) {
      throw new InvalidFrameException(
          otherwise, "unknown " + type.getSimpleName() + " number " + number);
    }
    return constants[number - 1];
  }
}
