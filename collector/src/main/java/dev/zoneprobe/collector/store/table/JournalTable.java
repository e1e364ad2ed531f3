// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.store.table;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.zoneprobe.collector.store.table.StoreException.Reason;
import dev.zoneprobe.measure.interval.IntervalSnapshot;
import dev.zoneprobe.wire.FrameLimits;
import dev.zoneprobe.wire.InvalidFrameException;
import dev.zoneprobe.wire.SnapshotDecoder;
import dev.zoneprobe.wire.SnapshotEncoder;
import dev.zoneprobe.wire.proto.SnapshotFrame;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// What was committed since the sums were last written: snapshots of whole zones, as frames.
public final class JournalTable {
  private static final FrameLimits LIMITS =
      new FrameLimits(10_000_000, 10_000_000, Long.MAX_VALUE, 0, 0);

  private final PreparedStatement insert;
  private final PreparedStatement select;
  private final PreparedStatement delete;
  private final SnapshotDecoder decoder = new SnapshotDecoder(LIMITS);

  public JournalTable(Database database) throws SQLException {
    insert = database.prepare("INSERT INTO journal (frame) VALUES (?)");
    select = database.prepare("SELECT frame FROM journal ORDER BY id");
    delete = database.prepare("DELETE FROM journal");
  }

  public void append(IntervalSnapshot snapshot) throws SQLException {
    insert.setBytes(1, SnapshotEncoder.encode(snapshot).toByteArray());
    insert.executeUpdate();
  }

  /// All of it, oldest first.
  public List<IntervalSnapshot> read() throws SQLException, StoreException {
    List<IntervalSnapshot> snapshots = new ArrayList<>();
    try (ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        snapshots.add(snapshot(rows.getBytes(1)));
      }
    }
    return snapshots;
  }

  private IntervalSnapshot snapshot(byte[] frame) throws StoreException {
    try {
      return decoder.decode(SnapshotFrame.parseFrom(frame));
    } catch (InvalidProtocolBufferException | InvalidFrameException e) {
      throw new StoreException(
          Reason.DAMAGED, "an entry of the journal is damaged: " + e.getMessage());
    }
  }

  /// Forgets all of it: it is in the sums now.
  public void clear() throws SQLException {
    delete.executeUpdate();
  }
}
