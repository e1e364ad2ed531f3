// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.store.table;

import dev.zoneprobe.measure.interval.IntervalSnapshot.Source;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// The last sequence number that came from each boot of each node.
public final class BootTable {
  private final PreparedStatement put;
  private final PreparedStatement select;
  private final PreparedStatement delete;

  public BootTable(Database database) throws SQLException {
    put = database.prepare("INSERT OR REPLACE INTO boot VALUES (?, ?, ?, ?, ?)");
    select = database.prepare("SELECT * FROM boot ORDER BY reported_millis");
    delete = database.prepare("DELETE FROM boot WHERE reported_millis < ?");
  }

  /// How far one boot has come.
  public record Reported(Source source, long lastSequence, Instant at) {}

  public void put(Reported boot) throws SQLException {
    put.setString(1, boot.source().node());
    put.setString(2, boot.source().bootId());
    put.setString(3, boot.source().zone());
    put.setLong(4, boot.lastSequence());
    put.setLong(5, boot.at().toEpochMilli());
    put.executeUpdate();
  }

  /// All of them, the one that has been silent longest first.
  public List<Reported> read() throws SQLException {
    List<Reported> boots = new ArrayList<>();
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        Source source =
            new Source(row.getString("node"), row.getString("zone"), row.getString("boot_id"));
        Instant at = Instant.ofEpochMilli(row.getLong("reported_millis"));
        boots.add(new Reported(source, row.getLong("last_sequence"), at));
      }
    }
    return boots;
  }

  /// Forgets those that have been silent since before `moment`.
  public void forgetBefore(Instant moment) throws SQLException {
    delete.setLong(1, moment.toEpochMilli());
    delete.executeUpdate();
  }
}
