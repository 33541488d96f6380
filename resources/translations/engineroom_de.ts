<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
  <context>
    <name>ActionButton</name>
    <message>
      <source>{what} ({keys})</source>
      <translation>{what} ({keys})</translation>
    </message>
  </context>
  <context>
    <name>AdvancedPage</name>
    <message>
      <source>&amp;Keep settings</source>
      <translation>Einstellungen &amp;behalten</translation>
    </message>
    <message>
      <source>&amp;Log level</source>
      <translation>&amp;Protokollstufe</translation>
    </message>
    <message>
      <source>&amp;Reset</source>
      <translation>&amp;Zurücksetzen</translation>
    </message>
    <message>
      <source>Debug</source>
      <translation>Debug (alles)</translation>
    </message>
    <message>
      <source>Errors only</source>
      <translation>Nur Fehler</translation>
    </message>
    <message>
      <source>Info</source>
      <translation>Information</translation>
    </message>
    <message>
      <source>Reset all settings?</source>
      <translation>Alle Einstellungen zurücksetzen?</translation>
    </message>
    <message>
      <source>Reset all settings…</source>
      <translation>Alle Einstellungen zurücksetzen …</translation>
    </message>
    <message>
      <source>Resets every setting in this window to its default, including idle timeouts, pins, and devices. Running engines keep running. Installed engines, your own catalog entries, and the start-at-login setting are not changed. Your current settings are saved in a backup file.</source>
      <translation>Setzt alle Einstellungen in diesem Fenster auf die Vorgaben zurück, auch Leerlaufzeiten, Anheftungen und Geräte. Laufende Engines laufen weiter. Installierte Engines, Ihre eigenen Katalogeinträge und der Start bei der Anmeldung bleiben unverändert. Die jetzigen Einstellungen werden in einer Sicherungsdatei aufbewahrt.</translation>
    </message>
    <message>
      <source>Warnings and errors</source>
      <translation>Warnungen und Fehler</translation>
    </message>
  </context>
  <context>
    <name>AudioField</name>
    <message>
      <source>Choose…</source>
      <translation>Auswählen …</translation>
    </message>
    <message>
      <source>Connecting to the microphone…</source>
      <translation>Mikrofon wird geöffnet …</translation>
    </message>
    <message>
      <source>No engine selected</source>
      <translation>Keine Engine ausgewählt</translation>
    </message>
    <message>
      <source>Record</source>
      <translation>Aufnehmen</translation>
    </message>
    <message>
      <source>Recording: {} s</source>
      <translation>Aufnahme: {} s</translation>
    </message>
    <message>
      <source>Stop</source>
      <translation>Stopp</translation>
    </message>
    <message>
      <source>Stop recording</source>
      <translation>Aufnahme stoppen</translation>
    </message>
    <message>
      <source>{name}, {seconds} s</source>
      <translation>{name}, {seconds} s</translation>
    </message>
  </context>
  <context>
    <name>ColumnHeader</name>
    <message>
      <source>Columns</source>
      <translation>Spalten</translation>
    </message>
  </context>
  <context>
    <name>ComparePane</name>
    <message>
      <source>&amp;Text</source>
      <translation>Te&amp;xt</translation>
    </message>
    <message>
      <source>Cancel</source>
      <translation>Abbrechen</translation>
    </message>
    <message>
      <source>Canceled</source>
      <translation>Abgebrochen</translation>
    </message>
    <message>
      <source>Compare</source>
      <translation>Vergleichen</translation>
    </message>
    <message>
      <source>Doesn’t speak {}.</source>
      <translation>Spricht kein {}.</translation>
    </message>
    <message>
      <source>Done</source>
      <translation>Fertig</translation>
    </message>
    <message>
      <source>Duration</source>
      <translation>Dauer</translation>
    </message>
    <message>
      <source>Engine</source>
      <translation>Engine</translation>
    </message>
    <message>
      <source>Engines to compare</source>
      <translation>Zu vergleichende Engines</translation>
    </message>
    <message>
      <source>First audio</source>
      <translation>Erster Ton</translation>
    </message>
    <message>
      <source>Generating…</source>
      <translation>Wird erzeugt …</translation>
    </message>
    <message>
      <source>Load time</source>
      <translation>Ladezeit</translation>
    </message>
    <message>
      <source>Not installed</source>
      <translation>Nicht installiert</translation>
    </message>
    <message>
      <source>Real-time factor</source>
      <translation>Echtzeitfaktor</translation>
    </message>
    <message>
      <source>Result</source>
      <translation>Ergebnis</translation>
    </message>
    <message>
      <source>Text to compare</source>
      <translation>Vergleichstext</translation>
    </message>
    <message>
      <source>Type the text to compare</source>
      <translation>Text für den Vergleich eingeben</translation>
    </message>
    <message>
      <source>Waiting</source>
      <translation>Wartet</translation>
    </message>
    <message>
      <source>Waiting for your answer above</source>
      <translation>Wartet auf Antwort oben</translation>
    </message>
  </context>
  <context>
    <name>Comparison</name>
    <message>
      <source>Not started</source>
      <translation>Nicht gestartet</translation>
    </message>
  </context>
  <context>
    <name>EngineActions</name>
    <message>
      <source>Change idle timeout…</source>
      <translation>Leerlaufzeit ändern …</translation>
    </message>
    <message>
      <source>Don’t stop this engine to free memory or when it’s idle</source>
      <translation>Diese Engine weder für freien Speicher noch bei Leerlauf stoppen</translation>
    </message>
    <message>
      <source>Log</source>
      <translation>Protokoll</translation>
    </message>
    <message>
      <source>Open log</source>
      <translation>Protokoll öffnen</translation>
    </message>
    <message>
      <source>Pin</source>
      <translation>Anheften</translation>
    </message>
    <message>
      <source>Pinned</source>
      <translation>Angeheftet</translation>
    </message>
    <message>
      <source>Restart</source>
      <translation>Neu starten</translation>
    </message>
    <message>
      <source>Restart the engine</source>
      <translation>Die Engine neu starten</translation>
    </message>
    <message>
      <source>Runs on</source>
      <translation>Läuft auf</translation>
    </message>
    <message>
      <source>Show what the engine wrote to its log</source>
      <translation>Protokoll der Engine anzeigen</translation>
    </message>
    <message>
      <source>Start</source>
      <translation>Starten</translation>
    </message>
  </context>
  <context>
    <name>EngineChoice</name>
    <message>
      <source>{} (not installed)</source>
      <translation>{} (nicht installiert)</translation>
    </message>
  </context>
  <context>
    <name>EngineDetail</name>
    <message>
      <source>Code license</source>
      <translation>Lizenz des Codes</translation>
    </message>
    <message>
      <source>Disk space</source>
      <translation>Speicherplatz</translation>
    </message>
    <message>
      <source>Download</source>
      <translation>Download</translation>
    </message>
    <message>
      <source>Languages</source>
      <translation>Sprachen</translation>
    </message>
    <message>
      <source>Memory</source>
      <translation>Speicher</translation>
    </message>
    <message>
      <source>Missing</source>
      <translation>Fehlt</translation>
    </message>
    <message>
      <source>Not specified in the catalog</source>
      <translation>Keine Angabe im Katalog</translation>
    </message>
    <message>
      <source>Runs on</source>
      <translation>Läuft auf</translation>
    </message>
    <message>
      <source>Voices</source>
      <translation>Stimmen</translation>
    </message>
    <message>
      <source>Weights license</source>
      <translation>Lizenz der Gewichte</translation>
    </message>
    <message>
      <source>{kind} · {state}</source>
      <translation>{kind} · {state}</translation>
    </message>
  </context>
  <context>
    <name>EngineForm</name>
    <message>
      <source>&amp;Pinned</source>
      <translation>&amp;Angeheftet</translation>
    </message>
    <message>
      <source>&amp;Runs on</source>
      <translation>Läuft a&amp;uf</translation>
    </message>
    <message>
      <source>&amp;Start with Engine Room</source>
      <translation>&amp;Mit Engine Room starten</translation>
    </message>
    <message>
      <source>A pinned engine isn’t stopped to free memory or when it’s idle.</source>
      <translation>Eine angeheftete Engine wird weder für freien Speicher noch bei Leerlauf gestoppt.</translation>
    </message>
    <message>
      <source>Disk space</source>
      <translation>Speicherplatz</translation>
    </message>
    <message>
      <source>Environment</source>
      <translation>Umgebung</translation>
    </message>
    <message>
      <source>For example: 90 s, 5 min, 1 h, never</source>
      <translation>Zum Beispiel 90 s, 5 min, 1 h oder nie</translation>
    </message>
    <message>
      <source>Idle &amp;timeout</source>
      <translation>Leerlauf&amp;zeit</translation>
    </message>
    <message>
      <source>License</source>
      <translation>Lizenz</translation>
    </message>
    <message>
      <source>Measuring…</source>
      <translation>Wird gemessen …</translation>
    </message>
    <message>
      <source>Not installed</source>
      <translation>Nicht installiert</translation>
    </message>
    <message>
      <source>Not readable</source>
      <translation>Nicht lesbar</translation>
    </message>
    <message>
      <source>Requirements</source>
      <translation>Voraussetzungen</translation>
    </message>
    <message>
      <source>Skipped if engines that start earlier leave too little memory</source>
      <translation>Entfällt, wenn früher startende Engines zu wenig Speicher lassen</translation>
    </message>
    <message>
      <source>{kind} · {state}</source>
      <translation>{kind} · {state}</translation>
    </message>
  </context>
  <context>
    <name>EngineList</name>
    <message>
      <source>Engines</source>
      <translation>Engines</translation>
    </message>
  </context>
  <context>
    <name>EnginesPage</name>
    <message>
      <source>Engines</source>
      <translation>Engines</translation>
    </message>
    <message>
      <source>Loading engines…</source>
      <translation>Engines werden geladen …</translation>
    </message>
    <message>
      <source>The catalog has no engines.</source>
      <translation>Der Katalog enthält keine Engines.</translation>
    </message>
  </context>
  <context>
    <name>EnginesPanel</name>
    <message>
      <source>No engines installed yet. Click “More engines…” to add one.</source>
      <translation>Noch keine Engine installiert. Mit „Mehr Engines …“ fügen Sie eine hinzu.</translation>
    </message>
    <message>
      <source>No engines match “{}”. Press Esc to clear the filter.</source>
      <translation>Keine Engine passt zu „{}“. Esc leert den Filter.</translation>
    </message>
  </context>
  <context>
    <name>EnginesWindow</name>
    <message>
      <source>Cancel all</source>
      <translation>Alle abbrechen</translation>
    </message>
    <message>
      <source>Engines</source>
      <translation>Engines</translation>
    </message>
    <message>
      <source>Loading engines…</source>
      <translation>Engines werden geladen …</translation>
    </message>
    <message>
      <source>No matching engines. Press Esc to clear the search.</source>
      <translation>Keine passenden Engines. Esc leert die Suche.</translation>
    </message>
  </context>
  <context>
    <name>FailureArea</name>
    <message>
      <source>Copied</source>
      <translation>Kopiert</translation>
    </message>
    <message>
      <source>Copy report</source>
      <translation>Bericht kopieren</translation>
    </message>
    <message>
      <source>Couldn’t create the report: {}</source>
      <translation>Der Bericht ließ sich nicht erstellen: {}</translation>
    </message>
  </context>
  <context>
    <name>FailureCard</name>
    <message>
      <source>Copies a report for a bug tracker, without your name, folders, passwords, or keys</source>
      <translation>Kopiert einen Bericht für den Bugtracker, ohne Ihren Namen, Ordner, Passwörter und Schlüssel</translation>
    </message>
    <message>
      <source>Copy report</source>
      <translation>Bericht kopieren</translation>
    </message>
    <message>
      <source>Details</source>
      <translation>Details</translation>
    </message>
    <message>
      <source>Dismiss</source>
      <translation>Schließen</translation>
    </message>
    <message>
      <source>Dismiss (Esc)</source>
      <translation>Schließen (Esc)</translation>
    </message>
    <message>
      <source>Hide details</source>
      <translation>Details ausblenden</translation>
    </message>
    <message>
      <source>No output</source>
      <translation>Keine Ausgabe</translation>
    </message>
    <message>
      <source>Show log</source>
      <translation>Protokoll zeigen</translation>
    </message>
  </context>
  <context>
    <name>Figures</name>
    <message>
      <source>Duration</source>
      <translation>Dauer</translation>
    </message>
    <message>
      <source>First audio</source>
      <translation>Erster Ton</translation>
    </message>
    <message>
      <source>Real-time factor</source>
      <translation>Echtzeitfaktor</translation>
    </message>
    <message>
      <source>{}, including loading</source>
      <translation>{}, inklusive Laden</translation>
    </message>
  </context>
  <context>
    <name>FileSaver</name>
    <message>
      <source>Couldn’t save the file: {}</source>
      <translation>Die Datei ließ sich nicht speichern: {}</translation>
    </message>
    <message>
      <source>FLAC audio, lossless (*.flac)</source>
      <translation>FLAC-Audio, verlustfrei (*.flac)</translation>
    </message>
    <message>
      <source>Ogg Vorbis audio, smallest file (*.ogg)</source>
      <translation>Ogg-Vorbis-Audio, kleinste Datei (*.ogg)</translation>
    </message>
    <message>
      <source>Save audio</source>
      <translation>Ton speichern</translation>
    </message>
    <message>
      <source>Saved to {}</source>
      <translation>Gespeichert als {}.</translation>
    </message>
    <message>
      <source>WAV audio (*.wav)</source>
      <translation>WAV-Audio (*.wav)</translation>
    </message>
  </context>
  <context>
    <name>FilterBar</name>
    <message>
      <source>&amp;Installed</source>
      <translation>&amp;Installiert</translation>
    </message>
    <message>
      <source>All kinds</source>
      <translation>Alle Arten</translation>
    </message>
    <message>
      <source>Any language</source>
      <translation>Jede Sprache</translation>
    </message>
    <message>
      <source>Fits this &amp;GPU</source>
      <translation>Passt auf die &amp;GPU</translation>
    </message>
    <message>
      <source>Kind</source>
      <translation>Art</translation>
    </message>
    <message>
      <source>Language</source>
      <translation>Sprache</translation>
    </message>
    <message>
      <source>No &amp;GPU needed</source>
      <translation>Ohne &amp;GPU</translation>
    </message>
    <message>
      <source>Search</source>
      <translation>Suchen</translation>
    </message>
    <message>
      <source>Search engines</source>
      <translation>Engines suchen</translation>
    </message>
    <message>
      <source>Speech to text</source>
      <translation>Sprache zu Text</translation>
    </message>
    <message>
      <source>Text to speech</source>
      <translation>Text zu Sprache</translation>
    </message>
  </context>
  <context>
    <name>FolderRows</name>
    <message>
      <source>Copy</source>
      <translation>Kopieren</translation>
    </message>
    <message>
      <source>Copy path of {}</source>
      <translation>Pfad von {} kopieren</translation>
    </message>
    <message>
      <source>Environments</source>
      <translation>Umgebungen</translation>
    </message>
    <message>
      <source>Logs</source>
      <translation>Protokolle</translation>
    </message>
    <message>
      <source>Measurements</source>
      <translation>Messwerte</translation>
    </message>
    <message>
      <source>Models and audio</source>
      <translation>Modelle und Ton</translation>
    </message>
    <message>
      <source>No app on this desktop can show {}.</source>
      <translation>Diese Arbeitsumgebung hat kein Programm, das {} anzeigt.</translation>
    </message>
    <message>
      <source>Nothing here yet. {} is created when it’s first needed.</source>
      <translation>Hier ist noch nichts. {} wird beim ersten Bedarf angelegt.</translation>
    </message>
    <message>
      <source>Open</source>
      <translation>Öffnen</translation>
    </message>
    <message>
      <source>Open {} folder</source>
      <translation>Ordner {} öffnen</translation>
    </message>
    <message>
      <source>Settings</source>
      <translation>Einstellungen</translation>
    </message>
  </context>
  <context>
    <name>FreeGpuButton</name>
    <message>
      <source>Free GPU</source>
      <translation>GPU freigeben</translation>
    </message>
  </context>
  <context>
    <name>GaugePanel</name>
    <message>
      <source>No memory reading: the GPU driver stopped responding.</source>
      <translation>Keine Speicherwerte: Der GPU-Treiber antwortet nicht mehr.</translation>
    </message>
    <message>
      <source>Reading memory usage…</source>
      <translation>Speicherbelegung wird gelesen …</translation>
    </message>
  </context>
  <context>
    <name>GeneralPage</name>
    <message>
      <source>&amp;Theme</source>
      <translation>&amp;Design</translation>
    </message>
    <message>
      <source>Another copy of Engine Room starts when you log in. Select this to start this copy instead.</source>
      <translation>Bei der Anmeldung startet eine andere Kopie von Engine Room. Setzen Sie das Häkchen, damit stattdessen diese startet.</translation>
    </message>
    <message>
      <source>Couldn’t change this setting: {}</source>
      <translation>Die Einstellung ließ sich nicht ändern: {}</translation>
    </message>
    <message>
      <source>Couldn’t check whether Engine Room starts when you log in: {}</source>
      <translation>Ob es bei der Anmeldung startet, ließ sich nicht feststellen: {}</translation>
    </message>
    <message>
      <source>Dark</source>
      <translation>Dunkel</translation>
    </message>
    <message>
      <source>Lan&amp;guage</source>
      <translation>&amp;Sprache</translation>
    </message>
    <message>
      <source>Light</source>
      <translation>Hell</translation>
    </message>
    <message>
      <source>Not available with a custom ENGINEROOM_HOME</source>
      <translation>Nicht verfügbar mit eigenem ENGINEROOM_HOME</translation>
    </message>
    <message>
      <source>Restart Engine Room to change the language.</source>
      <translation>Starten Sie Engine Room neu, um die Sprache zu wechseln.</translation>
    </message>
    <message>
      <source>Start &amp;in the tray</source>
      <translation>&amp;Im Infobereich starten</translation>
    </message>
    <message>
      <source>Start when I &amp;log in</source>
      <translation>Bei der &amp;Anmeldung starten</translation>
    </message>
    <message>
      <source>System default</source>
      <translation>Systemstandard</translation>
    </message>
    <message>
      <source>This desktop has no tray, so the window is always shown.</source>
      <translation>Diese Arbeitsumgebung hat keinen Infobereich; das Fenster wird immer gezeigt.</translation>
    </message>
    <message>
      <source>{} (not available)</source>
      <translation>{} (nicht verfügbar)</translation>
    </message>
  </context>
  <context>
    <name>GpuRelease</name>
    <message>
      <source>Couldn’t free the GPU: {}</source>
      <translation>Die GPU ließ sich nicht freigeben: {}</translation>
    </message>
    <message>
      <source>Couldn’t resume the engines: {}</source>
      <translation>Die Engines ließen sich nicht fortsetzen: {}</translation>
    </message>
    <message>
      <source>Couldn’t resume {}: {}</source>
      <translation>{} ließ sich nicht fortsetzen: {}</translation>
    </message>
  </context>
  <context>
    <name>HistoryChart</name>
    <message>
      <source>Use the Left and Right keys to move by 5 seconds, Page Up and Page Down to move by a minute.</source>
      <translation>Mit den Tasten Links und Rechts 5 Sekunden, mit Bild auf und Bild ab eine Minute bewegen.</translation>
    </message>
  </context>
  <context>
    <name>HistoryPane</name>
    <message>
      <source>Clear history</source>
      <translation>Verlauf löschen</translation>
    </message>
    <message>
      <source>Duration</source>
      <translation>Dauer</translation>
    </message>
    <message>
      <source>Engine</source>
      <translation>Engine</translation>
    </message>
    <message>
      <source>First audio</source>
      <translation>Erster Ton</translation>
    </message>
    <message>
      <source>Load time</source>
      <translation>Ladezeit</translation>
    </message>
    <message>
      <source>Real-time factor</source>
      <translation>Echtzeitfaktor</translation>
    </message>
    <message>
      <source>Recent previews</source>
      <translation>Letzte Vorschauen</translation>
    </message>
    <message>
      <source>Reuse text</source>
      <translation>Text wiederverwenden</translation>
    </message>
    <message>
      <source>Save…</source>
      <translation>Speichern …</translation>
    </message>
    <message>
      <source>Text</source>
      <translation>Text</translation>
    </message>
    <message>
      <source>Your previews appear here until you quit.</source>
      <translation>Ihre Vorschauen stehen bis zum Beenden hier.</translation>
    </message>
  </context>
  <context>
    <name>Hub</name>
    <message>
      <source>Couldn’t load the engines: {}</source>
      <translation>Die Engines konnten nicht geladen werden: {}</translation>
    </message>
    <message>
      <source>Couldn’t start {} with Engine Room: {}</source>
      <translation>{} wurde nicht mit Engine Room gestartet: {}</translation>
    </message>
  </context>
  <context>
    <name>IdleTimeoutDelegate</name>
    <message>
      <source>For example: 90 s, 5 min, 1 h, never</source>
      <translation>Zum Beispiel 90 s, 5 min, 1 h oder nie</translation>
    </message>
    <message>
      <source>Idle timeout</source>
      <translation>Leerlaufzeit</translation>
    </message>
  </context>
  <context>
    <name>LevelMeter</name>
    <message>
      <source>Input level, from -60 to 0 dBFS</source>
      <translation>Eingangspegel von -60 bis 0 dBFS</translation>
    </message>
    <message>
      <source>Level</source>
      <translation>Pegel</translation>
    </message>
  </context>
  <context>
    <name>LoadingBar</name>
    <message>
      <source>Progress</source>
      <translation>Fortschritt</translation>
    </message>
  </context>
  <context>
    <name>LogPage</name>
    <message>
      <source>All levels</source>
      <translation>Alle Stufen</translation>
    </message>
    <message>
      <source>Copy</source>
      <translation>Kopieren</translation>
    </message>
    <message>
      <source>Copy the selected lines, or all lines shown</source>
      <translation>Die ausgewählten oder alle gezeigten Zeilen kopieren</translation>
    </message>
    <message>
      <source>Couldn’t read the log.</source>
      <translation>Das Protokoll ließ sich nicht lesen.</translation>
    </message>
    <message>
      <source>Errors only</source>
      <translation>Nur Fehler</translation>
    </message>
    <message>
      <source>Follow</source>
      <translation>Folgen</translation>
    </message>
    <message>
      <source>Follow (1 new line)</source>
      <translation>Folgen (1 neue Zeile)</translation>
    </message>
    <message>
      <source>Follow ({} new lines)</source>
      <translation>Folgen ({} neue Zeilen)</translation>
    </message>
    <message>
      <source>Info and above</source>
      <translation>Ab Information</translation>
    </message>
    <message>
      <source>Level</source>
      <translation>Stufe</translation>
    </message>
    <message>
      <source>Log is empty</source>
      <translation>Das Protokoll ist leer</translation>
    </message>
    <message>
      <source>No app can open {}</source>
      <translation>Kein Programm kann {} öffnen</translation>
    </message>
    <message>
      <source>No entries at this level</source>
      <translation>Keine Einträge auf dieser Stufe</translation>
    </message>
    <message>
      <source>Open file</source>
      <translation>Datei öffnen</translation>
    </message>
    <message>
      <source>Open folder</source>
      <translation>Ordner öffnen</translation>
    </message>
    <message>
      <source>Reading…</source>
      <translation>Wird gelesen …</translation>
    </message>
    <message>
      <source>Show new lines as they arrive. Scroll up to pause.</source>
      <translation>Neue Zeilen laufend zeigen. Hochrollen hält an.</translation>
    </message>
    <message>
      <source>Warnings and above</source>
      <translation>Ab Warnung</translation>
    </message>
    <message>
      <source>Wrap</source>
      <translation>Umbrechen</translation>
    </message>
    <message>
      <source>Wrap long lines</source>
      <translation>Lange Zeilen am Rand umbrechen</translation>
    </message>
  </context>
  <context>
    <name>LogView</name>
    <message>
      <source>Lines</source>
      <translation>Zeilen</translation>
    </message>
  </context>
  <context>
    <name>LogWindow</name>
    <message>
      <source>Engine Room</source>
      <translation>Engine Room</translation>
    </message>
    <message>
      <source>Logs</source>
      <translation>Protokolle</translation>
    </message>
  </context>
  <context>
    <name>MainWindow</name>
    <message>
      <source>Engine Room</source>
      <translation>Engine Room</translation>
    </message>
    <message>
      <source>Engines</source>
      <translation>Engines</translation>
    </message>
    <message>
      <source>Install, try, and remove engines ({})</source>
      <translation>Engines installieren, ausprobieren und entfernen ({})</translation>
    </message>
    <message>
      <source>Loading engines…</source>
      <translation>Engines werden geladen …</translation>
    </message>
    <message>
      <source>Logs…</source>
      <translation>Protokolle …</translation>
    </message>
    <message>
      <source>More engines…</source>
      <translation>Mehr Engines …</translation>
    </message>
    <message>
      <source>Preview</source>
      <translation>Vorschau</translation>
    </message>
    <message>
      <source>Settings ({})</source>
      <translation>Einstellungen ({})</translation>
    </message>
    <message>
      <source>Settings…</source>
      <translation>Einstellungen …</translation>
    </message>
    <message>
      <source>Show the logs of Engine Room and its engines</source>
      <translation>Protokolle von Engine Room und den Engines anzeigen</translation>
    </message>
    <message>
      <source>Stop all</source>
      <translation>Alle stoppen</translation>
    </message>
    <message>
      <source>Stopping engines…</source>
      <translation>Engines werden gestoppt …</translation>
    </message>
  </context>
  <context>
    <name>ManageButton</name>
    <message>
      <source>Choose the folder that contains {}</source>
      <translation>Ordner wählen, der {} enthält</translation>
    </message>
    <message>
      <source>Import {} from folder…</source>
      <translation>{} aus Ordner importieren …</translation>
    </message>
    <message>
      <source>Manage</source>
      <translation>Verwalten</translation>
    </message>
    <message>
      <source>Manage {}</source>
      <translation>{} verwalten</translation>
    </message>
    <message>
      <source>Open folder of {}</source>
      <translation>Ordner von {} öffnen</translation>
    </message>
    <message>
      <source>Open packages folder</source>
      <translation>Paketordner öffnen</translation>
    </message>
    <message>
      <source>Remove…</source>
      <translation>Entfernen …</translation>
    </message>
    <message>
      <source>Repair</source>
      <translation>Reparieren</translation>
    </message>
    <message>
      <source>Roll back packages…</source>
      <translation>Pakete zurücksetzen …</translation>
    </message>
    <message>
      <source>Verify</source>
      <translation>Überprüfen</translation>
    </message>
  </context>
  <context>
    <name>MemoryPage</name>
    <message>
      <source> GB</source>
      <translation> GB</translation>
    </message>
    <message>
      <source>&amp;Reserve on each GPU</source>
      <translation>Auf jeder GPU &amp;reservieren</translation>
    </message>
    <message>
      <source>None</source>
      <translation>Nichts</translation>
    </message>
    <message>
      <source>Reserved for other programs. If less is free, Engine Room stops the idle engine that was used least recently. Busy and pinned engines keep running.</source>
      <translation>Für andere Programme reserviert. Ist weniger frei, stoppt Engine Room die am längsten unbenutzte Engine. Arbeitende und angeheftete Engines laufen weiter.</translation>
    </message>
    <message>
      <source>This computer has no GPU.</source>
      <translation>Dieser Rechner hat keine GPU.</translation>
    </message>
  </context>
  <context>
    <name>ModeSwitch</name>
    <message>
      <source>Mode</source>
      <translation>Modus</translation>
    </message>
  </context>
  <context>
    <name>ObstacleView</name>
    <message>
      <source>Accept</source>
      <translation>Annehmen</translation>
    </message>
    <message>
      <source>Accept the license of {}</source>
      <translation>Lizenz von {} annehmen</translation>
    </message>
    <message>
      <source>Access token</source>
      <translation>Zugriffstoken</translation>
    </message>
    <message>
      <source>Check again</source>
      <translation>Erneut prüfen</translation>
    </message>
    <message>
      <source>Get a token</source>
      <translation>Token anlegen</translation>
    </message>
    <message>
      <source>Non-commercial use only</source>
      <translation>Nur für nicht kommerzielle Nutzung</translation>
    </message>
    <message>
      <source>Open {} in the browser</source>
      <translation>{} im Browser öffnen</translation>
    </message>
    <message>
      <source>Request access</source>
      <translation>Zugang anfragen</translation>
    </message>
    <message>
      <source>Stored in the system keyring</source>
      <translation>Wird im Schlüsselbund des Systems gespeichert</translation>
    </message>
    <message>
      <source>Use token</source>
      <translation>Token verwenden</translation>
    </message>
    <message>
      <source>View license</source>
      <translation>Lizenz ansehen</translation>
    </message>
  </context>
  <context>
    <name>OutputField</name>
    <message>
      <source>Audio output</source>
      <translation>Tonausgabe</translation>
    </message>
    <message>
      <source>System default</source>
      <translation>Systemstandard</translation>
    </message>
    <message>
      <source>{} (not connected)</source>
      <translation>{} (nicht angeschlossen)</translation>
    </message>
  </context>
  <context>
    <name>PlanView</name>
    <message>
      <source>Not now</source>
      <translation>Nicht jetzt</translation>
    </message>
    <message>
      <source>Requirements</source>
      <translation>Voraussetzungen</translation>
    </message>
    <message>
      <source>Resolve the items above first</source>
      <translation>Klären Sie zuerst die Punkte oben</translation>
    </message>
  </context>
  <context>
    <name>PreviewPanel</name>
    <message>
      <source>&amp;History</source>
      <translation>Ver&amp;lauf</translation>
    </message>
    <message>
      <source>Co&amp;mpare</source>
      <translation>&amp;Vergleichen</translation>
    </message>
    <message>
      <source>S&amp;peak</source>
      <translation>Spre&amp;chen</translation>
    </message>
    <message>
      <source>T&amp;ranscribe</source>
      <translation>Trans&amp;kribieren</translation>
    </message>
  </context>
  <context>
    <name>ProblemBanner</name>
    <message>
      <source>Dismiss</source>
      <translation>Schließen</translation>
    </message>
    <message>
      <source>Some files couldn’t be read</source>
      <translation>Einige Dateien waren nicht lesbar</translation>
    </message>
  </context>
  <context>
    <name>ProgressStrip</name>
    <message>
      <source>Progress</source>
      <translation>Fortschritt</translation>
    </message>
  </context>
  <context>
    <name>QuestionBar</name>
    <message>
      <source>Allow and install</source>
      <translation>Erlauben und installieren</translation>
    </message>
    <message>
      <source>Allow and start</source>
      <translation>Erlauben und starten</translation>
    </message>
    <message>
      <source>Don’t install</source>
      <translation>Nicht installieren</translation>
    </message>
    <message>
      <source>Don’t start</source>
      <translation>Nicht starten</translation>
    </message>
    <message>
      <source>Stop and start</source>
      <translation>Stoppen und starten</translation>
    </message>
  </context>
  <context>
    <name>QuitQuestion</name>
    <message>
      <source>&amp;Keep running</source>
      <translation>&amp;Weiterlaufen lassen</translation>
    </message>
    <message>
      <source>&amp;Quit anyway</source>
      <translation>&amp;Trotzdem beenden</translation>
    </message>
    <message>
      <source>Quit Engine Room?</source>
      <translation>Engine Room beenden?</translation>
    </message>
  </context>
  <context>
    <name>Recorder</name>
    <message>
      <source>recording {}.wav</source>
      <translation>Aufnahme {}.wav</translation>
    </message>
  </context>
  <context>
    <name>RemoveDialog</name>
    <message>
      <source>Also used by {}. Shared files are kept.</source>
      <translation>Auch von {} genutzt. Gemeinsame Dateien bleiben.</translation>
    </message>
    <message>
      <source>Cancel</source>
      <translation>Abbrechen</translation>
    </message>
    <message>
      <source>Frees {}</source>
      <translation>Gibt {} frei</translation>
    </message>
    <message>
      <source>Packages: {}</source>
      <translation>Pakete: {}</translation>
    </message>
    <message>
      <source>Remove</source>
      <translation>Entfernen</translation>
    </message>
    <message>
      <source>Remove {}?</source>
      <translation>{} entfernen?</translation>
    </message>
    <message>
      <source>The engine stops first. You can reinstall it at any time.</source>
      <translation>Die Engine wird vorher gestoppt. Sie können sie jederzeit neu installieren.</translation>
    </message>
    <message>
      <source>Weights: {}</source>
      <translation>Gewichte: {}</translation>
    </message>
  </context>
  <context>
    <name>SampleButton</name>
    <message>
      <source>&amp;Fable (two sentences)</source>
      <translation>&amp;Fabel (zwei Sätze)</translation>
    </message>
    <message>
      <source>&amp;Greeting</source>
      <translation>&amp;Begrüßung</translation>
    </message>
    <message>
      <source>Insert a sample text in the selected language</source>
      <translation>Beispieltext in der gewählten Sprache einfügen</translation>
    </message>
    <message>
      <source>Sample text</source>
      <translation>Beispieltext</translation>
    </message>
  </context>
  <context>
    <name>SampleRow</name>
    <message>
      <source>Play sample</source>
      <translation>Hörprobe abspielen</translation>
    </message>
    <message>
      <source>Sample language</source>
      <translation>Sprache der Hörprobe</translation>
    </message>
    <message>
      <source>Stop</source>
      <translation>Stoppen</translation>
    </message>
    <message>
      <source>Transcribe audio</source>
      <translation>Ton transkribieren</translation>
    </message>
    <message>
      <source>Try it</source>
      <translation>Ausprobieren</translation>
    </message>
  </context>
  <context>
    <name>SaveVoiceDialog</name>
    <message>
      <source>&amp;Language</source>
      <translation>S&amp;prache</translation>
    </message>
    <message>
      <source>&amp;Name</source>
      <translation>&amp;Name</translation>
    </message>
    <message>
      <source>&amp;Transcript</source>
      <translation>&amp;Wortlaut</translation>
    </message>
    <message>
      <source>Add voice</source>
      <translation>Stimme hinzufügen</translation>
    </message>
    <message>
      <source>Cancel</source>
      <translation>Abbrechen</translation>
    </message>
    <message>
      <source>Save</source>
      <translation>Speichern</translation>
    </message>
    <message>
      <source>Save {} as a voice</source>
      <translation>{} als Stimme speichern</translation>
    </message>
    <message>
      <source>Some engines require a transcript. All of them clone better with one.</source>
      <translation>Manche Engines setzen den Wortlaut voraus. Alle klonen damit besser.</translation>
    </message>
  </context>
  <context>
    <name>SearchBar</name>
    <message>
      <source>Next match</source>
      <translation>Nächster Treffer</translation>
    </message>
    <message>
      <source>No matches</source>
      <translation>Keine Treffer</translation>
    </message>
    <message>
      <source>Previous match</source>
      <translation>Vorheriger Treffer</translation>
    </message>
    <message>
      <source>Search</source>
      <translation>Suchen</translation>
    </message>
    <message>
      <source>Search ({keys})</source>
      <translation>Suchen ({keys})</translation>
    </message>
    <message>
      <source>{position} of {count}</source>
      <translation>{position} von {count}</translation>
    </message>
    <message>
      <source>{} matches</source>
      <translation>{} Treffer</translation>
    </message>
  </context>
  <context>
    <name>SearchField</name>
    <message>
      <source>{keys}. Press Esc to clear</source>
      <translation>{keys}. Esc leert das Feld</translation>
    </message>
  </context>
  <context>
    <name>SettingsController</name>
    <message>
      <source>All settings are already at their defaults.</source>
      <translation>Alle Einstellungen stehen bereits auf den Vorgaben.</translation>
    </message>
    <message>
      <source>Couldn’t reset the settings: {}</source>
      <translation>Die Einstellungen ließen sich nicht zurücksetzen: {}</translation>
    </message>
    <message>
      <source>Couldn’t save the setting ({}). It applies until you quit.</source>
      <translation>Die Einstellung ließ sich nicht speichern ({}). Sie gilt bis zum Beenden.</translation>
    </message>
    <message>
      <source>Settings reset to defaults. Backup: {}</source>
      <translation>Einstellungen zurückgesetzt. Sicherung: {}</translation>
    </message>
    <message>
      <source>{} uses the new device after a restart.</source>
      <translation>{} nutzt das neue Gerät nach einem Neustart.</translation>
    </message>
  </context>
  <context>
    <name>SettingsWindow</name>
    <message>
      <source>Categories</source>
      <translation>Kategorien</translation>
    </message>
    <message>
      <source>Engine Room settings</source>
      <translation>Einstellungen von Engine Room</translation>
    </message>
  </context>
  <context>
    <name>SetupArea</name>
    <message>
      <source>Cancel</source>
      <translation>Abbrechen</translation>
    </message>
    <message>
      <source>Checking requirements…</source>
      <translation>Voraussetzungen werden geprüft …</translation>
    </message>
  </context>
  <context>
    <name>SoundPage</name>
    <message>
      <source>&amp;Output device</source>
      <translation>&amp;Ausgabegerät</translation>
    </message>
    <message>
      <source>&amp;Refresh devices</source>
      <translation>Geräte akt&amp;ualisieren</translation>
    </message>
    <message>
      <source>If playback stutters, choose Smooth.</source>
      <translation>Wenn die Wiedergabe stockt, wählen Sie „Flüssig“.</translation>
    </message>
    <message>
      <source>Looking for devices…</source>
      <translation>Geräte werden gesucht …</translation>
    </message>
    <message>
      <source>Low latency</source>
      <translation>Geringe Verzögerung</translation>
    </message>
    <message>
      <source>Play &amp;test sound</source>
      <translation>&amp;Testton abspielen</translation>
    </message>
    <message>
      <source>Play&amp;back</source>
      <translation>Wieder&amp;gabe</translation>
    </message>
    <message>
      <source>Playing…</source>
      <translation>Wird abgespielt …</translation>
    </message>
    <message>
      <source>Smooth</source>
      <translation>Flüssig</translation>
    </message>
    <message>
      <source>System default</source>
      <translation>Systemstandard</translation>
    </message>
    <message>
      <source>Test sound played</source>
      <translation>Testton abgespielt</translation>
    </message>
    <message>
      <source>{} (not connected)</source>
      <translation>{} (nicht angeschlossen)</translation>
    </message>
  </context>
  <context>
    <name>SpeakPane</name>
    <message>
      <source>Install {}</source>
      <translation>{} installieren</translation>
    </message>
    <message>
      <source>Play</source>
      <translation>Abspielen</translation>
    </message>
    <message>
      <source>Preparing audio…</source>
      <translation>Ton wird vorbereitet …</translation>
    </message>
    <message>
      <source>Save…</source>
      <translation>Speichern …</translation>
    </message>
    <message>
      <source>Stop</source>
      <translation>Stopp</translation>
    </message>
    <message>
      <source>Stopped</source>
      <translation>Gestoppt</translation>
    </message>
    <message>
      <source>Waiting for your answer above</source>
      <translation>Wartet auf Ihre Antwort auf die Frage oben.</translation>
    </message>
    <message>
      <source>You can still save the audio to a file.</source>
      <translation>Sie können den Ton noch als Datei speichern.</translation>
    </message>
    <message>
      <source>{} isn’t connected. Playing on the system default output.</source>
      <translation>{} ist nicht angeschlossen. Die Wiedergabe läuft über die Standardausgabe des Systems.</translation>
    </message>
  </context>
  <context>
    <name>SpeechForm</name>
    <message>
      <source>&amp;Engine</source>
      <translation>&amp;Engine</translation>
    </message>
    <message>
      <source>&amp;Language</source>
      <translation>Sp&amp;rache</translation>
    </message>
    <message>
      <source>&amp;Output</source>
      <translation>&amp;Ausgabe</translation>
    </message>
    <message>
      <source>&amp;Speed</source>
      <translation>&amp;Tempo</translation>
    </message>
    <message>
      <source>&amp;Voice</source>
      <translation>&amp;Stimme</translation>
    </message>
    <message>
      <source>Engine</source>
      <translation>Engine</translation>
    </message>
    <message>
      <source>Engine default</source>
      <translation>Vorgabe der Engine</translation>
    </message>
    <message>
      <source>Language</source>
      <translation>Sprache</translation>
    </message>
    <message>
      <source>Random</source>
      <translation>Zufällig</translation>
    </message>
    <message>
      <source>See&amp;d</source>
      <translation>See&amp;d</translation>
    </message>
    <message>
      <source>Seed</source>
      <translation>Seed</translation>
    </message>
    <message>
      <source>Speed</source>
      <translation>Tempo</translation>
    </message>
    <message>
      <source>The engine</source>
      <translation>Die Engine</translation>
    </message>
    <message>
      <source>The same seed gives the same audio. Leave empty for a random seed.</source>
      <translation>Derselbe Seed ergibt denselben Ton. Leer lassen für einen zufälligen Seed.</translation>
    </message>
    <message>
      <source>The voice sample sets the voice. Remove it to choose another voice.</source>
      <translation>Die Stimmprobe bestimmt die Stimme. Entfernen Sie sie, um eine andere Stimme zu wählen.</translation>
    </message>
    <message>
      <source>This engine has only one voice.</source>
      <translation>Diese Engine hat nur eine Stimme.</translation>
    </message>
    <message>
      <source>This engine speaks only one language.</source>
      <translation>Diese Engine spricht nur eine Sprache.</translation>
    </message>
    <message>
      <source>Voice</source>
      <translation>Stimme</translation>
    </message>
    <message>
      <source>Voice s&amp;ample</source>
      <translation>Stimm&amp;probe</translation>
    </message>
    <message>
      <source>{} (your voice)</source>
      <translation>{} (eigene Stimme)</translation>
    </message>
    <message>
      <source>{} doesn’t clone voices.</source>
      <translation>{} klont keine Stimmen.</translation>
    </message>
    <message>
      <source>{} doesn’t support seeds.</source>
      <translation>{} unterstützt keinen Seed.</translation>
    </message>
    <message>
      <source>{} has a fixed speed.</source>
      <translation>{} hat ein festes Tempo.</translation>
    </message>
  </context>
  <context>
    <name>SpeechJob</name>
    <message>
      <source>The engine returned no audio.</source>
      <translation>Die Engine hat keinen Ton geliefert.</translation>
    </message>
    <message>
      <source>The engine stopped before it finished.</source>
      <translation>Die Engine wurde vor dem Ende gestoppt.</translation>
    </message>
  </context>
  <context>
    <name>SpeechTable</name>
    <message>
      <source>Play</source>
      <translation>Abspielen</translation>
    </message>
    <message>
      <source>Play {}</source>
      <translation>{} abspielen</translation>
    </message>
    <message>
      <source>Stop</source>
      <translation>Stopp</translation>
    </message>
    <message>
      <source>Stop {}</source>
      <translation>{} stoppen</translation>
    </message>
  </context>
  <context>
    <name>StartRequests</name>
    <message>
      <source>Couldn’t start {}: {}</source>
      <translation>{} ließ sich nicht starten: {}</translation>
    </message>
  </context>
  <context>
    <name>TableBar</name>
    <message>
      <source>Choose, order, and sort columns</source>
      <translation>Spalten wählen, anordnen und sortieren</translation>
    </message>
    <message>
      <source>Columns</source>
      <translation>Spalten</translation>
    </message>
    <message>
      <source>Filter by name, state, or device</source>
      <translation>Nach Name, Status oder Gerät filtern</translation>
    </message>
    <message>
      <source>Filter engines</source>
      <translation>Engines filtern</translation>
    </message>
    <message>
      <source>Open the log of {}</source>
      <translation>Protokoll von {} öffnen</translation>
    </message>
    <message>
      <source>Pin {}</source>
      <translation>{} anheften</translation>
    </message>
    <message>
      <source>Restart {}</source>
      <translation>{} neu starten</translation>
    </message>
    <message>
      <source>{shown} of {all}</source>
      <translation>{shown} von {all}</translation>
    </message>
  </context>
  <context>
    <name>TextField</name>
    <message>
      <source>Text to speak</source>
      <translation>Zu sprechender Text</translation>
    </message>
    <message>
      <source>Type the text to speak</source>
      <translation>Text eingeben, der gesprochen werden soll</translation>
    </message>
  </context>
  <context>
    <name>Track</name>
    <message>
      <source>Position</source>
      <translation>Stelle</translation>
    </message>
    <message>
      <source>of {}</source>
      <translation>von {}</translation>
    </message>
  </context>
  <context>
    <name>TranscribePane</name>
    <message>
      <source>Choose an audio file to transcribe</source>
      <translation>Tondatei zum Transkribieren auswählen</translation>
    </message>
    <message>
      <source>Copied the text without timestamps.</source>
      <translation>Text ohne Zeitangaben kopiert.</translation>
    </message>
    <message>
      <source>Copy text</source>
      <translation>Text kopieren</translation>
    </message>
    <message>
      <source>Detect automatically</source>
      <translation>Automatisch erkennen</translation>
    </message>
    <message>
      <source>Drop an audio file here, choose one, or record.</source>
      <translation>Ziehen Sie eine Tondatei hierher, wählen Sie eine aus, oder nehmen Sie auf.</translation>
    </message>
    <message>
      <source>E&amp;ngine</source>
      <translation>E&amp;ngine</translation>
    </message>
    <message>
      <source>Install {}</source>
      <translation>{} installieren</translation>
    </message>
    <message>
      <source>Lan&amp;guage</source>
      <translation>Sprac&amp;he</translation>
    </message>
    <message>
      <source>Language of the recording</source>
      <translation>Sprache der Aufnahme</translation>
    </message>
    <message>
      <source>Language: {}</source>
      <translation>Sprache: {}</translation>
    </message>
    <message>
      <source>No speech found</source>
      <translation>Keine Sprache gefunden</translation>
    </message>
    <message>
      <source>No speech-to-text engine in the catalog. Add one to transcribe.</source>
      <translation>Keine Engine für Sprache zu Text im Katalog. Fügen Sie eine hinzu, um zu transkribieren.</translation>
    </message>
    <message>
      <source>Record audio to transcribe</source>
      <translation>Ton zum Transkribieren aufnehmen</translation>
    </message>
    <message>
      <source>Save text</source>
      <translation>Text speichern</translation>
    </message>
    <message>
      <source>Save…</source>
      <translation>Speichern …</translation>
    </message>
    <message>
      <source>Speak now. Transcription starts when you stop, or after 10 minutes.</source>
      <translation>Sprechen Sie jetzt. Transkribiert wird nach dem Stoppen, spätestens nach 10 Minuten.</translation>
    </message>
    <message>
      <source>Speech-to-text engine</source>
      <translation>Engine für Sprache zu Text</translation>
    </message>
    <message>
      <source>Stop</source>
      <translation>Stopp</translation>
    </message>
    <message>
      <source>Stopped</source>
      <translation>Gestoppt</translation>
    </message>
    <message>
      <source>Subtitles (*.srt)</source>
      <translation>Untertitel (*.srt)</translation>
    </message>
    <message>
      <source>Text (*.txt)</source>
      <translation>Text (*.txt)</translation>
    </message>
    <message>
      <source>The transcript appears below</source>
      <translation>Das Transkript erscheint unten</translation>
    </message>
    <message>
      <source>The transcript appears here</source>
      <translation>Das Transkript erscheint hier</translation>
    </message>
    <message>
      <source>Transcribe</source>
      <translation>Transkribieren</translation>
    </message>
    <message>
      <source>Transcript</source>
      <translation>Transkript</translation>
    </message>
    <message>
      <source>Waiting for your answer above</source>
      <translation>Wartet auf Ihre Antwort auf die Frage oben.</translation>
    </message>
    <message>
      <source>{done} of {all} transcribed</source>
      <translation>{done} von {all} transkribiert</translation>
    </message>
  </context>
  <context>
    <name>TranscriptionJob</name>
    <message>
      <source>The engine stopped before the end of the recording.</source>
      <translation>Die Engine wurde vor dem Ende der Aufnahme gestoppt.</translation>
    </message>
  </context>
  <context>
    <name>TrayIcon</name>
    <message>
      <source>Engine Room</source>
      <translation>Engine Room</translation>
    </message>
    <message>
      <source>Engine Room is still running</source>
      <translation>Engine Room läuft weiter</translation>
    </message>
    <message>
      <source>Your engines keep running in the tray. To quit, use the menu of the tray icon.</source>
      <translation>Ihre Engines laufen im Infobereich weiter. Zum Beenden nutzen Sie das Menü des Symbols.</translation>
    </message>
  </context>
  <context>
    <name>TrayMenu</name>
    <message>
      <source>Hide window</source>
      <translation>Fenster ausblenden</translation>
    </message>
    <message>
      <source>Loading engines…</source>
      <translation>Engines werden geladen …</translation>
    </message>
    <message>
      <source>More engines…</source>
      <translation>Mehr Engines …</translation>
    </message>
    <message>
      <source>Quit</source>
      <translation>Beenden</translation>
    </message>
    <message>
      <source>Settings…</source>
      <translation>Einstellungen …</translation>
    </message>
    <message>
      <source>Show window</source>
      <translation>Fenster anzeigen</translation>
    </message>
    <message>
      <source>Stop all</source>
      <translation>Alle stoppen</translation>
    </message>
    <message>
      <source>Stopping engines…</source>
      <translation>Engines werden gestoppt …</translation>
    </message>
    <message>
      <source>{} (not available)</source>
      <translation>{} (nicht verfügbar)</translation>
    </message>
  </context>
  <context>
    <name>TrayStatus</name>
    <message>
      <source>Engine Room</source>
      <translation>Engine Room</translation>
    </message>
    <message>
      <source>Engine Room: stopping engines…</source>
      <translation>Engine Room: Engines werden gestoppt …</translation>
    </message>
  </context>
  <context>
    <name>VoiceSampleField</name>
    <message>
      <source>Choose a voice sample</source>
      <translation>Stimmprobe auswählen</translation>
    </message>
    <message>
      <source>Drop a recording here to speak in its voice</source>
      <translation>Aufnahme hierher ziehen, um mit ihrer Stimme zu sprechen</translation>
    </message>
    <message>
      <source>Name this voice to use it again</source>
      <translation>Dieser Stimme einen Namen geben, um sie wieder zu verwenden</translation>
    </message>
    <message>
      <source>None</source>
      <translation>Keine</translation>
    </message>
    <message>
      <source>Record a voice sample</source>
      <translation>Stimmprobe aufnehmen</translation>
    </message>
    <message>
      <source>Record up to 30 seconds. Read a few sentences aloud.</source>
      <translation>Bis zu 30 Sekunden aufnehmen. Lesen Sie einige Sätze vor.</translation>
    </message>
    <message>
      <source>Remove the voice sample</source>
      <translation>Die Stimmprobe entfernen</translation>
    </message>
    <message>
      <source>Save as voice…</source>
      <translation>Als Stimme speichern …</translation>
    </message>
    <message>
      <source>Save the recording as a voice</source>
      <translation>Die Aufnahme als Stimme speichern</translation>
    </message>
    <message>
      <source>Voice sample</source>
      <translation>Stimmprobe</translation>
    </message>
  </context>
  <context>
    <name>VoicesPage</name>
    <message>
      <source>&amp;Add voice…</source>
      <translation>Stimme &amp;hinzufügen …</translation>
    </message>
    <message>
      <source>&amp;Delete…</source>
      <translation>&amp;Löschen …</translation>
    </message>
    <message>
      <source>&amp;Language</source>
      <translation>S&amp;prache</translation>
    </message>
    <message>
      <source>&amp;Name</source>
      <translation>&amp;Name</translation>
    </message>
    <message>
      <source>&amp;Play</source>
      <translation>&amp;Abspielen</translation>
    </message>
    <message>
      <source>&amp;Stop</source>
      <translation>&amp;Stopp</translation>
    </message>
    <message>
      <source>&amp;Transcript</source>
      <translation>&amp;Wortlaut</translation>
    </message>
    <message>
      <source>Cancel</source>
      <translation>Abbrechen</translation>
    </message>
    <message>
      <source>Choose a voice sample</source>
      <translation>Stimmprobe auswählen</translation>
    </message>
    <message>
      <source>Delete</source>
      <translation>Löschen</translation>
    </message>
    <message>
      <source>Delete the voice “{}”?</source>
      <translation>Die Stimme „{}“ löschen?</translation>
    </message>
    <message>
      <source>Engine Room deletes its copy of the recording. Your original file is kept.</source>
      <translation>Engine Room löscht seine Kopie der Aufnahme. Ihre Originaldatei bleibt erhalten.</translation>
    </message>
    <message>
      <source>No voices yet. A voice is a 5 to 30 s recording of one speaker that an engine can clone. Only use voices you have permission to use.</source>
      <translation>Noch keine Stimmen. Eine Stimme ist eine Aufnahme eines Sprechers von 5 bis 30 s, die eine Engine klonen kann. Verwenden Sie nur Stimmen, für die Sie eine Erlaubnis haben.</translation>
    </message>
    <message>
      <source>Recording</source>
      <translation>Aufnahme</translation>
    </message>
    <message>
      <source>Some engines require a transcript. All of them clone better with one.</source>
      <translation>Manche Engines setzen den Wortlaut voraus. Alle klonen damit besser.</translation>
    </message>
    <message>
      <source>Voices</source>
      <translation>Stimmen</translation>
    </message>
  </context>
  <context>
    <name>Waveform</name>
    <message>
      <source>Click or press an arrow key to play from there</source>
      <translation>Klicken oder Pfeiltaste drücken, um von dort abzuspielen</translation>
    </message>
    <message>
      <source>Playback position</source>
      <translation>Wiedergabeposition</translation>
    </message>
    <message>
      <source>The waveform appears here</source>
      <translation>Die Wellenform erscheint hier</translation>
    </message>
  </context>
  <context>
    <name>WelcomeBanner</name>
    <message>
      <source>Each engine runs in its own process. Start with one that needs no GPU, or add others.</source>
      <translation>Jede Engine läuft in einem eigenen Prozess. Beginnen Sie mit einer, die keine GPU braucht, oder fügen Sie andere hinzu.</translation>
    </message>
    <message>
      <source>Got it</source>
      <translation>Verstanden</translation>
    </message>
    <message>
      <source>Install and try {}</source>
      <translation>{} installieren und ausprobieren</translation>
    </message>
    <message>
      <source>Installing {}…</source>
      <translation>{} wird installiert …</translation>
    </message>
    <message>
      <source>More engines…</source>
      <translation>Mehr Engines …</translation>
    </message>
    <message>
      <source>Try {}</source>
      <translation>{} ausprobieren</translation>
    </message>
    <message>
      <source>Welcome to Engine Room</source>
      <translation>Willkommen bei Engine Room</translation>
    </message>
  </context>
  <context>
    <name>Windows</name>
    <message>
      <source>Engine Room keeps running in the tray when you close the window.</source>
      <translation>Engine Room läuft im Infobereich weiter, wenn Sie das Fenster schließen.</translation>
    </message>
    <message>
      <source>This desktop has no tray. Closing the window quits Engine Room.</source>
      <translation>Diese Arbeitsumgebung hat keinen Infobereich. Das Schließen des Fensters beendet Engine Room.</translation>
    </message>
  </context>
  <context>
    <name>WorkerTable</name>
    <message>
      <source>Engines</source>
      <translation>Engines</translation>
    </message>
  </context>
  <context>
    <name>_Disclosure</name>
    <message>
      <source>History</source>
      <translation>Verlauf</translation>
    </message>
    <message>
      <source>The last 10 minutes</source>
      <translation>Die letzten 10 Minuten</translation>
    </message>
  </context>
  <context>
    <name>_LastLines</name>
    <message>
      <source>Last lines</source>
      <translation>Letzte Zeilen</translation>
    </message>
  </context>
  <context>
    <name>column_menu</name>
    <message>
      <source>Columns</source>
      <translation>Spalten</translation>
    </message>
    <message>
      <source>Default order</source>
      <translation>Standardreihenfolge</translation>
    </message>
    <message>
      <source>Hide {}</source>
      <translation>{} ausblenden</translation>
    </message>
    <message>
      <source>Move {} left</source>
      <translation>{} nach links</translation>
    </message>
    <message>
      <source>Move {} right</source>
      <translation>{} nach rechts</translation>
    </message>
    <message>
      <source>Narrow {}</source>
      <translation>{} schmaler</translation>
    </message>
    <message>
      <source>Reset columns</source>
      <translation>Spalten zurücksetzen</translation>
    </message>
    <message>
      <source>Sort by {}, ascending</source>
      <translation>Nach {} aufsteigend sortieren</translation>
    </message>
    <message>
      <source>Sort by {}, descending</source>
      <translation>Nach {} absteigend sortieren</translation>
    </message>
    <message>
      <source>Widen {}</source>
      <translation>{} breiter</translation>
    </message>
    <message>
      <source>{} column</source>
      <translation>Spalte {}</translation>
    </message>
  </context>
  <context>
    <name>device_choices</name>
    <message>
      <source>Any with room</source>
      <translation>Jedes mit genug Platz</translation>
    </message>
    <message>
      <source>CPU</source>
      <translation>CPU</translation>
    </message>
    <message>
      <source>GPU {index}: {name}</source>
      <translation>GPU {index}: {name}</translation>
    </message>
    <message>
      <source>{} (not available)</source>
      <translation>{} (nicht verfügbar)</translation>
    </message>
  </context>
  <context>
    <name>device_reservations</name>
    <message>
      <source>Available</source>
      <translation>Verfügbar</translation>
    </message>
    <message>
      <source>GPU {index}: {name}</source>
      <translation>GPU {index}: {name}</translation>
    </message>
    <message>
      <source>Other programs</source>
      <translation>Andere Programme</translation>
    </message>
    <message>
      <source>RAM</source>
      <translation>Arbeitsspeicher</translation>
    </message>
    <message>
      <source>Reserved, not yet in use</source>
      <translation>Reserviert, noch nicht belegt</translation>
    </message>
    <message>
      <source>{held} of {reserved} reserved</source>
      <translation>{held} von {reserved} reserviert</translation>
    </message>
    <message>
      <source>{used} of {total} in use</source>
      <translation>{used} von {total} belegt</translation>
    </message>
    <message>
      <source>{} reserved</source>
      <translation>{} reserviert</translation>
    </message>
  </context>
  <context>
    <name>durations</name>
    <message>
      <source>just now</source>
      <translation>gerade eben</translation>
    </message>
    <message>
      <source>never</source>
      <translation>nie</translation>
    </message>
    <message>
      <source>{} h</source>
      <translation>{} h</translation>
    </message>
    <message>
      <source>{} h ago</source>
      <translation>vor {} h</translation>
    </message>
    <message>
      <source>{} min</source>
      <translation>{} min</translation>
    </message>
    <message>
      <source>{} min ago</source>
      <translation>vor {} min</translation>
    </message>
    <message>
      <source>{} ms</source>
      <translation>{} ms</translation>
    </message>
    <message>
      <source>{} s</source>
      <translation>{} s</translation>
    </message>
    <message>
      <source>{} s ago</source>
      <translation>vor {} s</translation>
    </message>
  </context>
  <context>
    <name>engine_facts</name>
    <message>
      <source>AMD GPUs</source>
      <translation>AMD-GPUs</translation>
    </message>
    <message>
      <source>Apple GPUs</source>
      <translation>Apple-GPUs</translation>
    </message>
    <message>
      <source>Built-in</source>
      <translation>Eingebaut</translation>
    </message>
    <message>
      <source>CPU</source>
      <translation>CPU</translation>
    </message>
    <message>
      <source>Clones a voice from a sample and its transcript.</source>
      <translation>Klont eine Stimme aus einer Probe und ihrem Wortlaut.</translation>
    </message>
    <message>
      <source>Clones a voice from a sample of at least {} s and its transcript.</source>
      <translation>Klont eine Stimme aus einer Probe von mindestens {} s und ihrem Wortlaut.</translation>
    </message>
    <message>
      <source>Clones a voice from a sample of at least {} s.</source>
      <translation>Klont eine Stimme aus einer Probe von mindestens {} s.</translation>
    </message>
    <message>
      <source>Clones a voice from a sample.</source>
      <translation>Klont eine Stimme aus einer Probe.</translation>
    </message>
    <message>
      <source>Doesn’t fit on {device} ({size}).</source>
      <translation>Passt nicht auf {device} ({size}).</translation>
    </message>
    <message>
      <source>Fits on {}.</source>
      <translation>Passt auf {}.</translation>
    </message>
    <message>
      <source>From a voice sample</source>
      <translation>Aus einer Stimmprobe</translation>
    </message>
    <message>
      <source>NVIDIA GPUs</source>
      <translation>NVIDIA-GPUs</translation>
    </message>
    <message>
      <source>Needs no GPU.</source>
      <translation>Braucht keine GPU.</translation>
    </message>
    <message>
      <source>No GPU on this computer has enough memory. Runs on the CPU, more slowly.</source>
      <translation>Keine GPU dieses Computers hat genug Speicher. Läuft langsamer auf der CPU.</translation>
    </message>
    <message>
      <source>No compatible GPU on this computer.</source>
      <translation>Keine passende GPU auf diesem Computer.</translation>
    </message>
    <message>
      <source>No compatible GPU on this computer. Runs on the CPU, more slowly.</source>
      <translation>Keine passende GPU auf diesem Computer. Läuft langsamer auf der CPU.</translation>
    </message>
    <message>
      <source>None</source>
      <translation>Nichts, was installiert werden muss</translation>
    </message>
    <message>
      <source>Not specified in the catalog</source>
      <translation>Keine Angabe im Katalog</translation>
    </message>
    <message>
      <source>Packages only</source>
      <translation>Nur Pakete</translation>
    </message>
    <message>
      <source>Shows the transcript as it works.</source>
      <translation>Zeigt das Transkript schon während der Arbeit.</translation>
    </message>
    <message>
      <source>Speaks text.</source>
      <translation>Spricht Text.</translation>
    </message>
    <message>
      <source>Starts playing while it generates.</source>
      <translation>Spielt schon während der Erzeugung.</translation>
    </message>
    <message>
      <source>Transcribes speech.</source>
      <translation>Transkribiert Sprache.</translation>
    </message>
    <message>
      <source>Weights and packages</source>
      <translation>Gewichte und Pakete</translation>
    </message>
    <message>
      <source>about {} of GPU memory</source>
      <translation>etwa {} GPU-Speicher</translation>
    </message>
    <message>
      <source>about {} of RAM</source>
      <translation>etwa {} RAM</translation>
    </message>
    <message>
      <source>{names} and {count} more</source>
      <translation>{names} und {count} weitere</translation>
    </message>
    <message>
      <source>{} (code and weights)</source>
      <translation>{} (Code und Gewichte)</translation>
    </message>
    <message>
      <source>{} (code)</source>
      <translation>{} (Code)</translation>
    </message>
    <message>
      <source>{} (weights)</source>
      <translation>{} (Gewichte)</translation>
    </message>
    <message>
      <source>{} of GPU memory (measured)</source>
      <translation>{} GPU-Speicher (gemessen)</translation>
    </message>
    <message>
      <source>{} of packages</source>
      <translation>{} Pakete</translation>
    </message>
    <message>
      <source>{} of weights</source>
      <translation>{} Gewichte</translation>
    </message>
    <message>
      <source>{} of weights, plus packages</source>
      <translation>{} Gewichte, dazu Pakete</translation>
    </message>
    <message>
      <source>{}: non-commercial use only</source>
      <translation>{}: nur für nicht kommerzielle Nutzung</translation>
    </message>
  </context>
  <context>
    <name>engine_page</name>
    <message>
      <source>All files are intact</source>
      <translation>Alle Dateien sind intakt</translation>
    </message>
    <message>
      <source>All installed.</source>
      <translation>Alle installiert.</translation>
    </message>
    <message>
      <source>Canceled. Finished downloads are kept for next time.</source>
      <translation>Abgebrochen. Was heruntergeladen ist, bleibt für das nächste Mal.</translation>
    </message>
    <message>
      <source>Code</source>
      <translation>Code</translation>
    </message>
    <message>
      <source>Copying weights</source>
      <translation>Gewichte werden kopiert</translation>
    </message>
    <message>
      <source>Damaged files: {}</source>
      <translation>Beschädigte Dateien: {}</translation>
    </message>
    <message>
      <source>Disk</source>
      <translation>Festplatte</translation>
    </message>
    <message>
      <source>Download {} and install</source>
      <translation>{} herunterladen und installieren</translation>
    </message>
    <message>
      <source>Engine</source>
      <translation>Engine</translation>
    </message>
    <message>
      <source>Install</source>
      <translation>Installieren</translation>
    </message>
    <message>
      <source>Install missing files…</source>
      <translation>Fehlendes installieren …</translation>
    </message>
    <message>
      <source>Installed</source>
      <translation>Installiert</translation>
    </message>
    <message>
      <source>Installing</source>
      <translation>Wird installiert</translation>
    </message>
    <message>
      <source>Installing, {} %</source>
      <translation>Wird installiert, {} %</translation>
    </message>
    <message>
      <source>Install…</source>
      <translation>Installieren …</translation>
    </message>
    <message>
      <source>Needs about {needed}. {free} free.</source>
      <translation>Braucht etwa {needed}. {free} frei.</translation>
    </message>
    <message>
      <source>Not installed</source>
      <translation>Nicht installiert</translation>
    </message>
    <message>
      <source>Packages</source>
      <translation>Pakete</translation>
    </message>
    <message>
      <source>Packages rolled back</source>
      <translation>Pakete zurückgesetzt</translation>
    </message>
    <message>
      <source>PyTorch build</source>
      <translation>PyTorch-Build</translation>
    </message>
    <message>
      <source>Python is downloaded from {}.</source>
      <translation>Python wird von {} heruntergeladen.</translation>
    </message>
    <message>
      <source>Removed.</source>
      <translation>Entfernt.</translation>
    </message>
    <message>
      <source>Removing</source>
      <translation>Wird entfernt</translation>
    </message>
    <message>
      <source>Repair</source>
      <translation>Reparieren</translation>
    </message>
    <message>
      <source>Repair needed</source>
      <translation>Reparatur nötig</translation>
    </message>
    <message>
      <source>Rolling back packages</source>
      <translation>Pakete werden zurückgesetzt</translation>
    </message>
    <message>
      <source>Shared with {}.</source>
      <translation>Gemeinsam mit {}.</translation>
    </message>
    <message>
      <source>Update or repair needed</source>
      <translation>Update oder Reparatur nötig</translation>
    </message>
    <message>
      <source>Verifying files</source>
      <translation>Dateien werden überprüft</translation>
    </message>
    <message>
      <source>Weights</source>
      <translation>Gewichte</translation>
    </message>
    <message>
      <source>Weights are intact</source>
      <translation>Die Gewichte sind intakt</translation>
    </message>
    <message>
      <source>Weights imported, but not verified: no checksums available</source>
      <translation>Gewichte importiert, aber nicht überprüft: keine Prüfsummen verfügbar</translation>
    </message>
    <message>
      <source>from {}</source>
      <translation>von {}</translation>
    </message>
    <message>
      <source>{build}: {reason}</source>
      <translation>{build}: {reason}</translation>
    </message>
    <message>
      <source>{count} to install ({size}), Python {python}.</source>
      <translation>{count} zu installieren ({size}), Python {python}.</translation>
    </message>
    <message>
      <source>{count} to install, Python {python}.</source>
      <translation>{count} zu installieren, Python {python}.</translation>
    </message>
    <message>
      <source>{doing} ({progress})</source>
      <translation>{doing} ({progress})</translation>
    </message>
    <message>
      <source>{engine}: {state}</source>
      <translation>{engine}: {state}</translation>
    </message>
    <message>
      <source>{free} free</source>
      <translation>{free} frei</translation>
    </message>
    <message>
      <source>{now}. Next: {engines}</source>
      <translation>{now}. Danach: {engines}</translation>
    </message>
    <message>
      <source>{progress}: {detail}</source>
      <translation>{progress}: {detail}</translation>
    </message>
    <message>
      <source>{repository}, about {size} ({license})</source>
      <translation>{repository}, etwa {size} ({license})</translation>
    </message>
    <message>
      <source>{repository}, installed ({license})</source>
      <translation>{repository}, installiert ({license})</translation>
    </message>
    <message>
      <source>{repository}, size unknown ({license})</source>
      <translation>{repository}, Größe unbekannt ({license})</translation>
    </message>
    <message>
      <source>{repository}, {size} ({license})</source>
      <translation>{repository}, {size} ({license})</translation>
    </message>
    <message>
      <source>{} (code)</source>
      <translation>{} (Code)</translation>
    </message>
    <message>
      <source>{} (weights)</source>
      <translation>{} (Gewichte)</translation>
    </message>
    <message>
      <source>{} installed</source>
      <translation>{} installiert</translation>
    </message>
    <message>
      <source>{}…</source>
      <translation>{} …</translation>
    </message>
  </context>
  <context>
    <name>failures</name>
    <message>
      <source>1 more engine failed.</source>
      <translation>1 weitere Engine ist ausgefallen.</translation>
    </message>
    <message>
      <source>Accept the license on the model’s page, log in on this computer, then start the engine again.</source>
      <translation>Nehmen Sie die Lizenz auf der Seite des Modells an, melden Sie sich auf diesem Computer an, und starten Sie die Engine erneut.</translation>
    </message>
    <message>
      <source>Check your network connection first.</source>
      <translation>Prüfen Sie zuerst die Netzwerkverbindung.</translation>
    </message>
    <message>
      <source>Couldn’t install {engine}.</source>
      <translation>{engine} ließ sich nicht installieren.</translation>
    </message>
    <message>
      <source>Couldn’t start {engine}.</source>
      <translation>{engine} ließ sich nicht starten.</translation>
    </message>
    <message>
      <source>Free memory and start</source>
      <translation>Speicher freigeben und starten</translation>
    </message>
    <message>
      <source>Free some disk space first.</source>
      <translation>Schaffen Sie zuerst Platz auf der Festplatte.</translation>
    </message>
    <message>
      <source>If it happens again, send a report to the engine’s developers.</source>
      <translation>Wenn es wieder geschieht, senden Sie den Entwicklern der Engine einen Bericht.</translation>
    </message>
    <message>
      <source>Install a newer driver, then restart the computer.</source>
      <translation>Installieren Sie einen neueren Treiber, und starten Sie den Rechner neu.</translation>
    </message>
    <message>
      <source>Install it with your system’s package manager first.</source>
      <translation>Installieren Sie sie zuerst mit der Paketverwaltung des Systems.</translation>
    </message>
    <message>
      <source>Its catalog entry lists nothing to install.</source>
      <translation>Der Katalogeintrag nennt nichts, was installiert werden könnte.</translation>
    </message>
    <message>
      <source>Open page</source>
      <translation>Seite öffnen</translation>
    </message>
    <message>
      <source>Open {link} in the browser</source>
      <translation>{link} im Browser öffnen</translation>
    </message>
    <message>
      <source>Reinstall</source>
      <translation>Neu installieren</translation>
    </message>
    <message>
      <source>Reinstall the packages of {engine}, then start it</source>
      <translation>Pakete von {engine} neu installieren und starten</translation>
    </message>
    <message>
      <source>Reinstall {engine}</source>
      <translation>{engine} neu installieren</translation>
    </message>
    <message>
      <source>Reinstalling downloads the missing files.</source>
      <translation>Eine Neuinstallation lädt die fehlenden Dateien herunter.</translation>
    </message>
    <message>
      <source>Reinstalling its packages may fix this.</source>
      <translation>Eine Neuinstallation der Pakete behebt das vielleicht.</translation>
    </message>
    <message>
      <source>Reinstalling selects the PyTorch build for this GPU.</source>
      <translation>Eine Neuinstallation wählt den PyTorch-Build für diese GPU.</translation>
    </message>
    <message>
      <source>Restart</source>
      <translation>Neu starten</translation>
    </message>
    <message>
      <source>Restart {engine}</source>
      <translation>{engine} neu starten</translation>
    </message>
    <message>
      <source>Run on the CPU</source>
      <translation>Auf der CPU starten</translation>
    </message>
    <message>
      <source>Run {engine} on the CPU from now on, and start it</source>
      <translation>{engine} künftig auf der CPU ausführen und starten</translation>
    </message>
    <message>
      <source>Show log</source>
      <translation>Protokoll zeigen</translation>
    </message>
    <message>
      <source>Show the log of {engine}</source>
      <translation>Protokoll von {engine} anzeigen</translation>
    </message>
    <message>
      <source>Some code of {engine} isn’t installed.</source>
      <translation>Code von {engine} ist nicht vollständig installiert.</translation>
    </message>
    <message>
      <source>Stop idle engines, and start {engine} with more memory</source>
      <translation>Engines im Leerlauf stoppen und {engine} mit mehr Speicher starten</translation>
    </message>
    <message>
      <source>Stop other engines or close other programs first.</source>
      <translation>Stoppen Sie zuerst andere Engines, oder schließen Sie andere Programme.</translation>
    </message>
    <message>
      <source>The engine can run on the CPU, more slowly.</source>
      <translation>Die Engine kann langsamer auf der CPU laufen.</translation>
    </message>
    <message>
      <source>The engine gets more memory the next time it starts.</source>
      <translation>Die Engine erhält beim nächsten Start mehr Speicher.</translation>
    </message>
    <message>
      <source>The weights of {engine} are incomplete.</source>
      <translation>Die Gewichte von {engine} sind unvollständig.</translation>
    </message>
    <message>
      <source>Try again</source>
      <translation>Erneut versuchen</translation>
    </message>
    <message>
      <source>Use another engine or a different version of this one.</source>
      <translation>Verwenden Sie eine andere Engine oder eine andere Version von dieser.</translation>
    </message>
    <message>
      <source>Use another engine or a newer version of this one.</source>
      <translation>Verwenden Sie eine andere Engine oder eine neuere Version von dieser.</translation>
    </message>
    <message>
      <source>Use another engine or an older version of this one.</source>
      <translation>Verwenden Sie eine andere Engine oder eine ältere Version von dieser.</translation>
    </message>
    <message>
      <source>{engine} couldn’t reach the network.</source>
      <translation>{engine} konnte das Netzwerk nicht erreichen.</translation>
    </message>
    <message>
      <source>{engine} crashed in native code ({subject}).</source>
      <translation>{engine} ist in nativem Code abgestürzt ({subject}).</translation>
    </message>
    <message>
      <source>{engine} crashed in native code.</source>
      <translation>{engine} ist in nativem Code abgestürzt.</translation>
    </message>
    <message>
      <source>{engine} crashed.</source>
      <translation>{engine} ist abgestürzt.</translation>
    </message>
    <message>
      <source>{engine} doesn’t support this GPU.</source>
      <translation>{engine} unterstützt diese GPU nicht.</translation>
    </message>
    <message>
      <source>{engine} has a PyTorch build without GPU support.</source>
      <translation>{engine} hat einen PyTorch-Build ohne GPU-Unterstützung.</translation>
    </message>
    <message>
      <source>{engine} is missing a Python package.</source>
      <translation>{engine} fehlt ein Python-Paket.</translation>
    </message>
    <message>
      <source>{engine} is missing the Python package {subject}.</source>
      <translation>{engine} fehlt das Python-Paket {subject}.</translation>
    </message>
    <message>
      <source>{engine} is missing the eSpeak data for converting text to sounds.</source>
      <translation>{engine} fehlen die eSpeak-Daten, die Text in Laute umsetzen.</translation>
    </message>
    <message>
      <source>{engine} needs a library that’s missing or incompatible.</source>
      <translation>{engine} braucht eine Bibliothek, die fehlt oder nicht passt.</translation>
    </message>
    <message>
      <source>{engine} needs a model whose license you haven’t accepted.</source>
      <translation>{engine} braucht ein Modell, dessen Lizenz Sie noch nicht angenommen haben.</translation>
    </message>
    <message>
      <source>{engine} needs a newer GPU driver.</source>
      <translation>{engine} braucht einen neueren GPU-Treiber.</translation>
    </message>
    <message>
      <source>{engine} needs an older version of NumPy.</source>
      <translation>{engine} braucht eine ältere Version von NumPy.</translation>
    </message>
    <message>
      <source>{engine} needs the library {subject}, which is missing or incompatible.</source>
      <translation>{engine} braucht die Bibliothek {subject}, die fehlt oder nicht passt.</translation>
    </message>
    <message>
      <source>{engine} needs the model {subject}. Accept its license first.</source>
      <translation>{engine} braucht das Modell {subject}. Nehmen Sie zuerst dessen Lizenz an.</translation>
    </message>
    <message>
      <source>{engine} ran out of GPU memory.</source>
      <translation>{engine} ist der GPU-Speicher ausgegangen.</translation>
    </message>
    <message>
      <source>{engine} ran out of RAM.</source>
      <translation>{engine} ist der Arbeitsspeicher (RAM) ausgegangen.</translation>
    </message>
    <message>
      <source>{engine} ran out of disk space.</source>
      <translation>{engine}: Der Speicherplatz reicht nicht.</translation>
    </message>
    <message>
      <source>{engine} ran out of memory.</source>
      <translation>{engine} ist der Speicher ausgegangen.</translation>
    </message>
    <message>
      <source>{engine} uses a PyTorch version that no longer supports this GPU.</source>
      <translation>Die PyTorch-Version von {engine} unterstützt diese GPU nicht mehr.</translation>
    </message>
    <message>
      <source>{engine} uses a PyTorch version that’s too old for this GPU.</source>
      <translation>Die PyTorch-Version von {engine} ist zu alt für diese GPU.</translation>
    </message>
    <message>
      <source>{engine} was killed by another program ({subject}).</source>
      <translation>{engine} wurde von einem anderen Programm beendet ({subject}).</translation>
    </message>
    <message>
      <source>{engine} was killed, possibly because RAM ran out.</source>
      <translation>{engine} wurde beendet, vielleicht weil der Arbeitsspeicher (RAM) ausging.</translation>
    </message>
    <message>
      <source>{} more engines failed.</source>
      <translation>{} weitere Engines sind ausgefallen.</translation>
    </message>
  </context>
  <context>
    <name>figures</name>
    <message>
      <source>{factor} ({speed}× real time)</source>
      <translation>{factor} ({speed} × Echtzeit)</translation>
    </message>
  </context>
  <context>
    <name>gpu_release</name>
    <message>
      <source>Engines are starting</source>
      <translation>Die Engines starten</translation>
    </message>
    <message>
      <source>Free GPU</source>
      <translation>GPU freigeben</translation>
    </message>
    <message>
      <source>Freeing GPU</source>
      <translation>Die GPU wird gerade freigegeben</translation>
    </message>
    <message>
      <source>Freeing GPU…</source>
      <translation>GPU wird freigegeben …</translation>
    </message>
    <message>
      <source>Freeing the GPU when {engines} are finished, in at most {seconds} s…</source>
      <translation>GPU wird freigegeben, sobald {engines} fertig sind, spätestens in {seconds} s …</translation>
    </message>
    <message>
      <source>Freeing the GPU when {engines} is finished, in at most {seconds} s…</source>
      <translation>GPU wird freigegeben, sobald {engines} fertig ist, spätestens in {seconds} s …</translation>
    </message>
    <message>
      <source>GPU engines are already stopped</source>
      <translation>Die GPU ist bereits freigegeben</translation>
    </message>
    <message>
      <source>GPU engines stay stopped until you resume.</source>
      <translation>GPU-Engines bleiben gestoppt, bis Sie fortsetzen.</translation>
    </message>
    <message>
      <source>GPU freed</source>
      <translation>GPU freigegeben</translation>
    </message>
    <message>
      <source>GPU freed, 1 engine stopped</source>
      <translation>GPU freigegeben, 1 Engine gestoppt</translation>
    </message>
    <message>
      <source>GPU freed, {} engines stopped</source>
      <translation>GPU freigegeben, {} Engines gestoppt</translation>
    </message>
    <message>
      <source>No GPU on this computer</source>
      <translation>Dieser Computer hat keine GPU</translation>
    </message>
    <message>
      <source>Restart the engines that were running</source>
      <translation>Die Engines starten, die vorher liefen</translation>
    </message>
    <message>
      <source>Resume engines</source>
      <translation>Engines fortsetzen</translation>
    </message>
    <message>
      <source>Resuming engines…</source>
      <translation>Engines werden fortgesetzt …</translation>
    </message>
    <message>
      <source>Stop all GPU engines until you resume</source>
      <translation>Alle GPU-Engines stoppen, bis Sie fortsetzen</translation>
    </message>
    <message>
      <source>Stop now</source>
      <translation>Jetzt stoppen</translation>
    </message>
    <message>
      <source>Stop without waiting for the speech to finish</source>
      <translation>Stoppen, ohne das Ende der Sprachausgabe abzuwarten</translation>
    </message>
    <message>
      <source>Then {engines} restart.</source>
      <translation>Dann starten {engines} wieder.</translation>
    </message>
    <message>
      <source>Then {engines} restarts.</source>
      <translation>Dann startet {engines} wieder.</translation>
    </message>
    <message>
      <source>Waiting for the first GPU reading</source>
      <translation>Die GPU wurde noch nicht ausgelesen</translation>
    </message>
  </context>
  <context>
    <name>lists</name>
    <message>
      <source>{} and {}</source>
      <translation>{} und {}</translation>
    </message>
    <message>
      <source>{}, and {}</source>
      <translation>{} und {}</translation>
    </message>
  </context>
  <context>
    <name>messages</name>
    <message>
      <source>A Python package is missing.</source>
      <translation>Ein Python-Paket fehlt.</translation>
    </message>
    <message>
      <source>A library is missing or incompatible.</source>
      <translation>Eine Bibliothek fehlt oder passt nicht.</translation>
    </message>
    <message>
      <source>A voice name must be one line of at most {} characters.</source>
      <translation>Der Name einer Stimme hat höchstens {} Zeichen in einer Zeile.</translation>
    </message>
    <message>
      <source>A voice named {name} already exists. Choose another name.</source>
      <translation>Eine Stimme namens {name} gibt es schon. Wählen Sie einen anderen Namen.</translation>
    </message>
    <message>
      <source>Access to the weights of {repository} must be requested. Request access on {page}, create an access token for that account, and enter it {where}.</source>
      <translation>Der Zugang zu den Gewichten von {repository} muss beantragt werden. Beantragen Sie ihn auf {page}, erzeugen Sie ein Zugriffstoken für dieses Konto, und geben Sie es {where} an.</translation>
    </message>
    <message>
      <source>Access to {weights} must be requested. Request access at {page}, create an access token at {tokens}, and enter it here.</source>
      <translation>Der Zugang zu {weights} muss beantragt werden. Beantragen Sie ihn auf {page}, erzeugen Sie auf {tokens} ein Zugriffstoken, und geben Sie es hier ein.</translation>
    </message>
    <message>
      <source>Another program killed the engine ({}).</source>
      <translation>Ein anderes Programm hat die Engine beendet ({}).</translation>
    </message>
    <message>
      <source>Building</source>
      <translation>Wird gebaut</translation>
    </message>
    <message>
      <source>Can't download the weights of {repository} while HF_HUB_OFFLINE is set. Unset it and restart Engine Room, or import the weights from a folder.</source>
      <translation>Die Gewichte von {repository} lassen sich nicht herunterladen, solange HF_HUB_OFFLINE gesetzt ist. Löschen Sie die Variable, und starten Sie Engine Room neu, oder importieren Sie die Gewichte aus einem Ordner.</translation>
    </message>
    <message>
      <source>Can't install {engine} yet. {first}</source>
      <translation>{engine} kann noch nicht installiert werden. {first}</translation>
    </message>
    <message>
      <source>Canceled checking the requirements of {engine}.</source>
      <translation>Die Prüfung der Voraussetzungen von {engine} wurde abgebrochen.</translation>
    </message>
    <message>
      <source>Canceled installing environment {name!r}. Install it again at any time</source>
      <translation>Die Installation der Umgebung „{name}“ wurde abgebrochen. Sie können sie jederzeit erneut starten</translation>
    </message>
    <message>
      <source>Canceled. Install {engine} again to download its code.</source>
      <translation>Abgebrochen. Installieren Sie {engine} erneut, um den Code herunterzuladen.</translation>
    </message>
    <message>
      <source>Canceled. Installing {engine} again resumes where it stopped.</source>
      <translation>Abgebrochen. Eine erneute Installation von {engine} setzt dort fort.</translation>
    </message>
    <message>
      <source>Canceled. The next download of {repository} resumes where this one stopped.</source>
      <translation>Abgebrochen. Der nächste Download von {repository} setzt dort fort.</translation>
    </message>
    <message>
      <source>Checked</source>
      <translation>Geprüft</translation>
    </message>
    <message>
      <source>Checking</source>
      <translation>Wird geprüft</translation>
    </message>
    <message>
      <source>Checking packages</source>
      <translation>Pakete werden geprüft</translation>
    </message>
    <message>
      <source>Checking what's missing</source>
      <translation>Fehlendes wird ermittelt</translation>
    </message>
    <message>
      <source>Choose Any with room, because this computer has no GPU.</source>
      <translation>Wählen Sie „Jedes mit genug Platz“, denn dieser Computer hat keine GPU.</translation>
    </message>
    <message>
      <source>Choose a smaller model.</source>
      <translation>Wählen Sie ein kleineres Modell.</translation>
    </message>
    <message>
      <source>Choose {gpus}.</source>
      <translation>Wählen Sie {gpus}.</translation>
    </message>
    <message>
      <source>Close other programs (they use {size}), or choose a smaller model.</source>
      <translation>Schließen Sie andere Programme (sie belegen {size}), oder wählen Sie ein kleineres Modell.</translation>
    </message>
    <message>
      <source>Close other programs on GPU {index} (they use {size}), or choose a smaller model.</source>
      <translation>Schließen Sie andere Programme auf GPU {index} (sie belegen {size}), oder wählen Sie ein kleineres Modell.</translation>
    </message>
    <message>
      <source>Compiled</source>
      <translation>Übersetzt</translation>
    </message>
    <message>
      <source>Copying</source>
      <translation>Wird kopiert</translation>
    </message>
    <message>
      <source>Couldn't change environment {name!r} in {folder}: {cause}. Stop the engines that use it, check the disk space and the folder's permissions, and try again.</source>
      <translation>Die Umgebung „{name}“ in {folder} ließ sich nicht ändern: {cause}. Stoppen Sie die Engines, die sie nutzen, prüfen Sie Speicherplatz und Rechte des Ordners, und versuchen Sie es erneut.</translation>
    </message>
    <message>
      <source>Couldn't change the weights of {repository} in {folder}: {error}. Stop the engines that use them, check the disk space and the folder's permissions, and try again.</source>
      <translation>Die Gewichte von {repository} in {folder} ließen sich nicht ändern: {error}. Stoppen Sie die Engines, die sie nutzen, prüfen Sie Speicherplatz und Rechte des Ordners, und versuchen Sie es erneut.</translation>
    </message>
    <message>
      <source>Couldn't download the code of {engine}: {cause}</source>
      <translation>Der Code von {engine} ließ sich nicht herunterladen: {cause}</translation>
    </message>
    <message>
      <source>Couldn't download the weights of {repository}: {reason}. Check your network connection and try again; the download resumes. You can also import the weights from a folder.</source>
      <translation>Die Gewichte von {repository} ließen sich nicht herunterladen: {reason}. Prüfen Sie die Netzwerkverbindung, und versuchen Sie es erneut; der Download wird fortgesetzt. Sie können die Gewichte auch aus einem Ordner importieren.</translation>
    </message>
    <message>
      <source>Couldn't install environment {name!r}: {cause}. What to do: {advice}.</source>
      <translation>Die Umgebung „{name}“ ließ sich nicht installieren: {cause}. Abhilfe: {advice}.</translation>
    </message>
    <message>
      <source>Couldn't open the accepted licenses in {file} ({error}).</source>
      <translation>Die angenommenen Lizenzen in {file} ließen sich nicht öffnen ({error}).</translation>
    </message>
    <message>
      <source>Couldn't open the settings in {file} ({cause}). Using defaults.</source>
      <translation>Die Einstellungen in {file} ließen sich nicht öffnen ({cause}). Es gelten die Vorgaben.</translation>
    </message>
    <message>
      <source>Couldn't read the settings in {file} ({cause}). Using defaults; {kept}.</source>
      <translation>Die Einstellungen in {file} ließen sich nicht lesen ({cause}). Es gelten die Vorgaben; {kept}.</translation>
    </message>
    <message>
      <source>Couldn't read {name} as an audio file ({cause}).</source>
      <translation>{name} ließ sich nicht als Tondatei lesen ({cause}).</translation>
    </message>
    <message>
      <source>Couldn't read {path}: {error}.</source>
      <translation>{path} ließ sich nicht lesen: {error}.</translation>
    </message>
    <message>
      <source>Couldn't remove the code of {engine} in {folder}: {error}. Stop the engine, check the folder's permissions, and try again.</source>
      <translation>Der Code von {engine} in {folder} ließ sich nicht entfernen: {error}. Stoppen Sie die Engine, prüfen Sie die Rechte des Ordners, und versuchen Sie es erneut.</translation>
    </message>
    <message>
      <source>Couldn't start {engine}: gave up after {seconds} s ({reason}). Stop another engine, or try again later.</source>
      <translation>{engine} ließ sich nicht starten: nach {seconds} s aufgegeben ({reason}). Stoppen Sie eine andere Engine, oder versuchen Sie es später noch einmal.</translation>
    </message>
    <message>
      <source>Couldn't start {engine}: {why}</source>
      <translation>{engine} ließ sich nicht starten: {why}</translation>
    </message>
    <message>
      <source>Couldn't store the access token ({reason}). It's used until you quit. To keep it, unlock or install a keyring such as GNOME Keyring or KWallet, or set HF_TOKEN.</source>
      <translation>Das Zugriffstoken ließ sich nicht speichern ({reason}). Es gilt bis zum Beenden. Um es zu behalten, entsperren oder installieren Sie einen Schlüsselbund wie GNOME Keyring oder KWallet, oder setzen Sie HF_TOKEN.</translation>
    </message>
    <message>
      <source>Couldn't write {name} ({cause}).</source>
      <translation>{name} ließ sich nicht schreiben ({cause}).</translation>
    </message>
    <message>
      <source>Creating environment</source>
      <translation>Umgebung wird angelegt</translation>
    </message>
    <message>
      <source>Damaged code files: {files}.</source>
      <translation>Beschädigte Codedateien: {files}.</translation>
    </message>
    <message>
      <source>Downloaded</source>
      <translation>Heruntergeladen</translation>
    </message>
    <message>
      <source>Downloading</source>
      <translation>Wird heruntergeladen</translation>
    </message>
    <message>
      <source>Downloading Python</source>
      <translation>Python wird heruntergeladen</translation>
    </message>
    <message>
      <source>Downloading code</source>
      <translation>Code wird heruntergeladen</translation>
    </message>
    <message>
      <source>Enter a name for the voice.</source>
      <translation>Geben Sie einen Namen für die Stimme ein.</translation>
    </message>
    <message>
      <source>Environment {name!r} has no Python interpreter in {folder}. Remove it and install it again</source>
      <translation>Die Umgebung „{name}“ hat keinen Python-Interpreter in {folder}. Entfernen Sie sie, und installieren Sie sie neu</translation>
    </message>
    <message>
      <source>Environment {name!r} has no earlier version to roll back to</source>
      <translation>Die Umgebung „{name}“ hat keine frühere Version</translation>
    </message>
    <message>
      <source>Environment {name!r} isn't installed. Install it first</source>
      <translation>Die Umgebung „{name}“ ist nicht installiert. Installieren Sie sie zuerst</translation>
    </message>
    <message>
      <source>Environment {name!r}: {cause}</source>
      <translation>Umgebung „{name}“: {cause}</translation>
    </message>
    <message>
      <source>Environment {name} has no earlier version to roll back to. Reinstall the engine to repair it.</source>
      <translation>Die Umgebung {name} hat keine frühere Version. Installieren Sie die Engine neu, um sie zu reparieren.</translation>
    </message>
    <message>
      <source>Environment {name} is kept, without the packages that only {engine} used. Also used by {others}.</source>
      <translation>Die Umgebung {name} bleibt, ohne die Pakete, die nur {engine} nutzte. Auch genutzt von {others}.</translation>
    </message>
    <message>
      <source>Environment {name} is missing or lacks packages of {engine}.</source>
      <translation>Die Umgebung {name} fehlt, oder ihr fehlen Pakete von {engine}.</translation>
    </message>
    <message>
      <source>Finding packages</source>
      <translation>Pakete werden gesucht</translation>
    </message>
    <message>
      <source>Found</source>
      <translation>Gefunden</translation>
    </message>
    <message>
      <source>Imported</source>
      <translation>Übernommen</translation>
    </message>
    <message>
      <source>Installed</source>
      <translation>Installiert</translation>
    </message>
    <message>
      <source>It needs {needed} on {device}, where {free} of {total} is available.</source>
      <translation>Sie braucht {needed} auf {device}; dort sind {free} von {total} verfügbar.</translation>
    </message>
    <message>
      <source>It's set to run on {device}, which isn't available.</source>
      <translation>Sie ist auf {device} festgelegt, und das ist nicht verfügbar.</translation>
    </message>
    <message>
      <source>Missing or damaged files of package {package} in environment {name}: {count}.</source>
      <translation>Fehlende oder beschädigte Dateien des Pakets {package} in der Umgebung {name}: {count}.</translation>
    </message>
    <message>
      <source>No PyTorch {versions} build supports {gpu}.</source>
      <translation>Kein Build von PyTorch {versions} unterstützt {gpu}.</translation>
    </message>
    <message>
      <source>No audio output found{because}. Connect or turn on speakers or headphones, then play again.</source>
      <translation>Keine Tonausgabe gefunden{because}. Schließen Sie Lautsprecher oder Kopfhörer an, oder schalten Sie sie ein, und spielen Sie erneut ab.</translation>
    </message>
    <message>
      <source>No microphone found. Connect one, or allow Engine Room to use it in the system settings, then record again.</source>
      <translation>Kein Mikrofon gefunden. Schließen Sie eines an, oder erlauben Sie Engine Room in den Systemeinstellungen, es zu benutzen, und nehmen Sie erneut auf.</translation>
    </message>
    <message>
      <source>Not enough disk space for the weights of {repository}: {needed} needed, {free} free in {folder}. Free some space and try again.</source>
      <translation>Zu wenig Speicherplatz für die Gewichte von {repository}: {needed} nötig, {free} frei in {folder}. Schaffen Sie Platz, und versuchen Sie es erneut.</translation>
    </message>
    <message>
      <source>Not enough disk space: about {needed} needed, {free} free. Free some space and try again.</source>
      <translation>Zu wenig Speicherplatz: etwa {needed} nötig, {free} frei. Schaffen Sie Platz, und versuchen Sie es erneut.</translation>
    </message>
    <message>
      <source>Only WAV files are supported without the soundfile package. To add other formats, run: pip install --force-reinstall soundfile ({cause}).</source>
      <translation>Ohne das Paket soundfile werden nur WAV-Dateien unterstützt. Für andere Formate führen Sie aus: pip install --force-reinstall soundfile ({cause}).</translation>
    </message>
    <message>
      <source>Other programs use {size}.</source>
      <translation>Andere Programme belegen {size}.</translation>
    </message>
    <message>
      <source>Part of {engine} was removed or rolled back during installation. Install it again.</source>
      <translation>Ein Teil von {engine} wurde während der Installation entfernt oder zurückgesetzt. Installieren Sie die Engine erneut.</translation>
    </message>
    <message>
      <source>PortAudio isn't installed. Install libportaudio2 (Debian, Ubuntu: sudo apt install libportaudio2) or portaudio (Fedora, Arch), then play again ({cause}).</source>
      <translation>PortAudio ist nicht installiert. Installieren Sie libportaudio2 (Debian, Ubuntu: sudo apt install libportaudio2) oder portaudio (Fedora, Arch), und spielen Sie erneut ab ({cause}).</translation>
    </message>
    <message>
      <source>PyTorch has a single build for macOS, which covers the CPU and the Apple GPU.</source>
      <translation>Für macOS gibt es nur einen PyTorch-Build, für CPU und Apple-GPU.</translation>
    </message>
    <message>
      <source>PyTorch has no build for AMD GPUs on this system.</source>
      <translation>PyTorch hat für dieses System keinen Build für AMD-GPUs.</translation>
    </message>
    <message>
      <source>PyTorch {versions} needs NVIDIA driver {minimum} or newer for {gpu} (installed: {driver}). Update the driver. Until then, the engine runs on the CPU.</source>
      <translation>PyTorch {versions} braucht für {gpu} den NVIDIA-Treiber {minimum} oder neuer (installiert: {driver}). Aktualisieren Sie den Treiber. Bis dahin läuft die Engine auf der CPU.</translation>
    </message>
    <message>
      <source>Python {versions} is required, and downloads are turned off. Install a matching version and add it to PATH.</source>
      <translation>Python {versions} wird benötigt, und Downloads sind abgeschaltet. Installieren Sie eine passende Version, und nehmen Sie sie in PATH auf.</translation>
    </message>
    <message>
      <source>Python {versions} is required, and no download is available for this computer. Install a matching version and add it to PATH.</source>
      <translation>Python {versions} wird benötigt, und für diesen Computer gibt es keinen Download. Installieren Sie eine passende Version, und nehmen Sie sie in PATH auf.</translation>
    </message>
    <message>
      <source>Python {version} was downloaded to {folder} but can't be found there. Install that version yourself and try again.</source>
      <translation>Python {version} wurde nach {folder} heruntergeladen, ist dort aber nicht zu finden. Installieren Sie diese Version selbst, und versuchen Sie es erneut.</translation>
    </message>
    <message>
      <source>Resume the engines when you're done with the GPU.</source>
      <translation>Setzen Sie die Engines fort, wenn Sie die GPU nicht mehr brauchen.</translation>
    </message>
    <message>
      <source>Some accepted licenses in {file} couldn't be read ({reason}). Engine Room will ask for them again; {kept}.</source>
      <translation>Einige angenommene Lizenzen in {file} waren nicht lesbar ({reason}). Engine Room fragt erneut danach; {kept}.</translation>
    </message>
    <message>
      <source>Stopping all other engines would free {freed} and leave {missing} short.</source>
      <translation>Alle anderen Engines zu stoppen gäbe {freed} frei, es fehlten noch {missing}.</translation>
    </message>
    <message>
      <source>Stopping all unpinned engines would free {freed} and leave {missing} short.</source>
      <translation>Alle nicht angehefteten Engines zu stoppen gäbe {freed} frei, es fehlten noch {missing}.</translation>
    </message>
    <message>
      <source>That isn't an access token. A token is a single word such as hf_abc.</source>
      <translation>Das ist kein Zugriffstoken. Ein Token ist ein einzelnes Wort wie hf_abc.</translation>
    </message>
    <message>
      <source>The GPU driver is too old.</source>
      <translation>Der GPU-Treiber ist zu alt.</translation>
    </message>
    <message>
      <source>The GPU was freed for other programs.</source>
      <translation>Die GPU ist für andere Programme freigegeben.</translation>
    </message>
    <message>
      <source>The PortAudio library of sounddevice failed to load. Reinstall it with: pip install --force-reinstall sounddevice. Then play again ({cause}).</source>
      <translation>Die PortAudio-Bibliothek von sounddevice ließ sich nicht laden. Installieren Sie sie neu mit: pip install --force-reinstall sounddevice. Spielen Sie dann erneut ab ({cause}).</translation>
    </message>
    <message>
      <source>The PyTorch version is too old for this GPU.</source>
      <translation>Die PyTorch-Version ist zu alt für diese GPU.</translation>
    </message>
    <message>
      <source>The PyTorch version no longer supports this GPU.</source>
      <translation>Die PyTorch-Version unterstützt diese GPU nicht mehr.</translation>
    </message>
    <message>
      <source>The Python package {} is missing.</source>
      <translation>Das Python-Paket {} fehlt.</translation>
    </message>
    <message>
      <source>The audio output '{device}' isn't connected. Connect it, or choose another output device.</source>
      <translation>Die Tonausgabe „{device}“ ist nicht angeschlossen. Schließen Sie sie an, oder wählen Sie eine andere.</translation>
    </message>
    <message>
      <source>The disk is full.</source>
      <translation>Der Datenträger ist voll.</translation>
    </message>
    <message>
      <source>The eSpeak data for converting text to sounds is missing.</source>
      <translation>Die eSpeak-Daten, die Text in Laute umsetzen, fehlen.</translation>
    </message>
    <message>
      <source>The engine couldn't reach the network.</source>
      <translation>Die Engine konnte das Netzwerk nicht erreichen.</translation>
    </message>
    <message>
      <source>The engine crashed in native code ({}).</source>
      <translation>Die Engine ist in nativem Code abgestürzt ({}).</translation>
    </message>
    <message>
      <source>The engine crashed in native code.</source>
      <translation>Die Engine ist in nativem Code abgestürzt.</translation>
    </message>
    <message>
      <source>The engine doesn't support this GPU.</source>
      <translation>Die Engine unterstützt diese GPU nicht.</translation>
    </message>
    <message>
      <source>The engine exited without an error message.</source>
      <translation>Die Engine endete ohne Fehlermeldung.</translation>
    </message>
    <message>
      <source>The engine needs an older version of NumPy.</source>
      <translation>Die Engine braucht eine ältere Version von NumPy.</translation>
    </message>
    <message>
      <source>The engine ran out of GPU memory.</source>
      <translation>Der Engine ist der GPU-Speicher ausgegangen.</translation>
    </message>
    <message>
      <source>The engine ran out of RAM.</source>
      <translation>Der Engine ist der Arbeitsspeicher (RAM) ausgegangen.</translation>
    </message>
    <message>
      <source>The engine ran out of memory.</source>
      <translation>Der Engine ist der Speicher ausgegangen.</translation>
    </message>
    <message>
      <source>The engine stopped responding.</source>
      <translation>Die Engine reagierte nicht mehr.</translation>
    </message>
    <message>
      <source>The engine's code is missing or has the wrong version.</source>
      <translation>Der Code der Engine fehlt oder hat die falsche Version.</translation>
    </message>
    <message>
      <source>The engine's code isn't installed.</source>
      <translation>Der Code der Engine ist nicht installiert.</translation>
    </message>
    <message>
      <source>The installed PyTorch build has no GPU support.</source>
      <translation>Der installierte PyTorch-Build unterstützt keine GPU.</translation>
    </message>
    <message>
      <source>The installed PyTorch build is kept.</source>
      <translation>Der installierte PyTorch-Build bleibt.</translation>
    </message>
    <message>
      <source>The interpreter {path} doesn't run ({cause}). Set another one</source>
      <translation>Der Interpreter {path} läuft nicht ({cause}). Geben Sie einen anderen an</translation>
    </message>
    <message>
      <source>The interpreter {path} is Python {version}, but {versions} is required. Set another one</source>
      <translation>Der Interpreter {path} ist Python {version}, benötigt wird {versions}. Geben Sie einen anderen an</translation>
    </message>
    <message>
      <source>The library {} is missing or incompatible.</source>
      <translation>Die Bibliothek {} fehlt oder passt nicht.</translation>
    </message>
    <message>
      <source>The model failed to load.</source>
      <translation>Das Modell ließ sich nicht laden.</translation>
    </message>
    <message>
      <source>The model requires accepting its license.</source>
      <translation>Das Modell setzt voraus, dass Sie seine Lizenz annehmen.</translation>
    </message>
    <message>
      <source>The model {} requires accepting its license.</source>
      <translation>Das Modell {} setzt voraus, dass Sie seine Lizenz annehmen.</translation>
    </message>
    <message>
      <source>The server refused to send the weights of {repository}: {answer}. See {page}.</source>
      <translation>Der Server verweigert die Gewichte von {repository}: {answer}. Siehe {page}.</translation>
    </message>
    <message>
      <source>The server rejected the access token for the weights of {repository}; it may have expired. Create a new token and enter it {where}.</source>
      <translation>Der Server hat das Zugriffstoken für die Gewichte von {repository} abgelehnt; vielleicht ist es abgelaufen. Erzeugen Sie ein neues, und geben Sie es {where} an.</translation>
    </message>
    <message>
      <source>The sounddevice package isn't installed. Install it with: pip install sounddevice. Then play again ({cause}).</source>
      <translation>Das Paket sounddevice ist nicht installiert. Installieren Sie es mit: pip install sounddevice. Spielen Sie dann erneut ab ({cause}).</translation>
    </message>
    <message>
      <source>The system killed the engine, possibly because RAM ran out.</source>
      <translation>Das System hat die Engine beendet, vielleicht weil der Arbeitsspeicher (RAM) ausging.</translation>
    </message>
    <message>
      <source>The voice {name} no longer exists.</source>
      <translation>Die Stimme {name} gibt es nicht mehr.</translation>
    </message>
    <message>
      <source>The weights are incomplete.</source>
      <translation>Die Gewichte sind unvollständig.</translation>
    </message>
    <message>
      <source>The weights of {repository} aren't installed. Download them.</source>
      <translation>Die Gewichte von {repository} sind nicht installiert. Laden Sie sie herunter.</translation>
    </message>
    <message>
      <source>The weights {weights} are being downloaded or verified. Wait until that's done or cancel it, then remove them.</source>
      <translation>Die Gewichte {weights} werden gerade heruntergeladen oder überprüft. Warten Sie das Ende ab, oder brechen Sie es ab, bevor Sie sie entfernen.</translation>
    </message>
    <message>
      <source>The weights {weights} are kept. Also used by {others}.</source>
      <translation>Die Gewichte {weights} bleiben. Auch genutzt von {others}.</translation>
    </message>
    <message>
      <source>The weights {weights} are licensed under {license}. Read the license at {page} and accept it to continue.</source>
      <translation>Die Gewichte {weights} stehen unter der Lizenz {license}. Lesen Sie sie auf {page}, und nehmen Sie sie an, um fortzufahren.</translation>
    </message>
    <message>
      <source>The wheel folder {folder}, set in {variable}, doesn't exist. Create it or unset the variable.</source>
      <translation>Den Wheel-Ordner {folder}, gesetzt in {variable}, gibt es nicht. Legen Sie ihn an, oder löschen Sie die Variable.</translation>
    </message>
    <message>
      <source>This computer has no GPU that PyTorch supports.</source>
      <translation>Dieser Computer hat keine GPU, die PyTorch unterstützt.</translation>
    </message>
    <message>
      <source>Unpin {engines} and close other programs (they use {size}), or choose a smaller model.</source>
      <translation>Lösen Sie {engines} und schließen Sie andere Programme (sie belegen {size}), oder wählen Sie ein kleineres Modell.</translation>
    </message>
    <message>
      <source>Unpin {engines} and close other programs on GPU {index} (they use {size}), or choose a smaller model.</source>
      <translation>Lösen Sie {engines} und schließen Sie andere Programme auf GPU {index} (sie belegen {size}), oder wählen Sie ein kleineres Modell.</translation>
    </message>
    <message>
      <source>Unpin {engines}, close other programs (they use {size}), or choose a smaller model.</source>
      <translation>Lösen Sie {engines}, schließen Sie andere Programme (sie belegen {size}), oder wählen Sie ein kleineres Modell.</translation>
    </message>
    <message>
      <source>Unpin {engines}, close other programs on GPU {index} (they use {size}), or choose a smaller model.</source>
      <translation>Lösen Sie {engines}, schließen Sie andere Programme auf GPU {index} (sie belegen {size}), oder wählen Sie ein kleineres Modell.</translation>
    </message>
    <message>
      <source>Unpin {engines}, or choose a smaller model.</source>
      <translation>Lösen Sie {engines}, oder wählen Sie ein kleineres Modell.</translation>
    </message>
    <message>
      <source>check that download.pytorch.org is reachable. If it isn't, put the PyTorch wheel in a folder listed in pip's find-links, or all wheels in the folder set in ENGINEROOM_WHEELS, and try again</source>
      <translation>Prüfen Sie, ob download.pytorch.org erreichbar ist. Wenn nicht, legen Sie das PyTorch-Wheel in einen Ordner aus find-links von pip oder alle Wheels in den Ordner aus ENGINEROOM_WHEELS, und versuchen Sie es erneut</translation>
    </message>
    <message>
      <source>check the entry's requirements: no package version matches this computer and its Python</source>
      <translation>Prüfen Sie die Anforderungen des Eintrags: Keine Paketversion passt zu diesem Computer und seinem Python</translation>
    </message>
    <message>
      <source>check your network connection or the package index set for pip or uv, and try again</source>
      <translation>Prüfen Sie die Netzwerkverbindung oder den für pip oder uv eingestellten Paketindex, und versuchen Sie es erneut</translation>
    </message>
    <message>
      <source>choose another folder, or download the rest; valid files are already copied</source>
      <translation>Wählen Sie einen anderen Ordner, oder laden Sie den Rest herunter; gültige Dateien sind schon kopiert</translation>
    </message>
    <message>
      <source>free some disk space and try again</source>
      <translation>Speicherplatz freigeben und es noch einmal versuchen</translation>
    </message>
    <message>
      <source>it isn't a table of license lists</source>
      <translation>sie ist keine Tabelle mit Lizenzlisten</translation>
    </message>
    <message>
      <source>it isn't installed</source>
      <translation>sie ist nicht installiert</translation>
    </message>
    <message>
      <source>on the Engines page, with `engineroom engines install --token-stdin`, or in the environment variable HF_TOKEN</source>
      <translation>auf der Seite „Engines“, mit `engineroom engines install --token-stdin` oder in der Umgebungsvariablen HF_TOKEN</translation>
    </message>
    <message>
      <source>running engines leave too little room on {device}: {needed} needed, {free} free</source>
      <translation>laufende Engines lassen auf {device} zu wenig Platz: {needed} nötig, {free} frei</translation>
    </message>
    <message>
      <source>see the log for the full output of uv. Try again, or remove the environment first</source>
      <translation>Die vollständige Ausgabe von uv steht im Protokoll. Versuchen Sie es erneut, oder entfernen Sie zuerst die Umgebung</translation>
    </message>
    <message>
      <source>stop the engines that use it, make sure the folder is writable, and try again</source>
      <translation>die Engines stoppen, die sie nutzen, dafür sorgen, dass der Ordner beschreibbar ist, und es noch einmal versuchen</translation>
    </message>
    <message>
      <source>the connection was lost</source>
      <translation>die Verbindung brach ab</translation>
    </message>
    <message>
      <source>the old file couldn't be backed up ({cause})</source>
      <translation>die alte Datei ließ sich nicht sichern ({cause})</translation>
    </message>
    <message>
      <source>the old file is saved as {file}</source>
      <translation>die alte Datei ist als {file} gesichert</translation>
    </message>
    <message>
      <source>the server isn't responding</source>
      <translation>der Server antwortet nicht</translation>
    </message>
    <message>
      <source>the server replied {answer}</source>
      <translation>der Server antwortete {answer}</translation>
    </message>
    <message>
      <source>this Git clone contains LFS pointers instead of the files. Run `git lfs pull` in it first</source>
      <translation>Dieser Git-Klon enthält statt der Dateien nur LFS-Verweise. Führen Sie darin zuerst `git lfs pull` aus</translation>
    </message>
    <message>
      <source>uv isn't installed. Run `python -m installer run` again, or install uv</source>
      <translation>uv ist nicht installiert. Führen Sie `python -m installer run` erneut aus, oder installieren Sie uv</translation>
    </message>
    <message>
      <source>waiting for a GPU</source>
      <translation>wartet auf eine GPU</translation>
    </message>
    <message>
      <source>waiting for memory held by {engines}</source>
      <translation>wartet auf Speicher von {engines}</translation>
    </message>
    <message>
      <source>waiting for memory held by {engines} and for {loading} to finish loading</source>
      <translation>wartet auf Speicher von {engines} und auf das Laden von {loading}</translation>
    </message>
    <message>
      <source>waiting for memory that was just freed</source>
      <translation>wartet auf eben frei gewordenen Speicher</translation>
    </message>
    <message>
      <source>waiting for other engines to start</source>
      <translation>wartet auf den Start anderer Engines</translation>
    </message>
    <message>
      <source>waiting for the GPU driver to respond</source>
      <translation>wartet auf den GPU-Treiber</translation>
    </message>
    <message>
      <source>waiting for {engines} to finish loading</source>
      <translation>wartet auf das Laden von {engines}</translation>
    </message>
    <message>
      <source>waiting for {engines} to return to the GPU</source>
      <translation>wartet auf die Rückkehr von {engines} auf die GPU</translation>
    </message>
    <message>
      <source>waiting for {engine} to start</source>
      <translation>wartet auf den Start von {engine}</translation>
    </message>
    <message>
      <source>waiting for {engine} to start ({reason})</source>
      <translation>wartet auf den Start von {engine} ({reason})</translation>
    </message>
    <message>
      <source>{address} doesn't exist. A newer version of Engine Room may use another address.</source>
      <translation>{address} gibt es nicht. Eine neuere Version von Engine Room nutzt vielleicht eine andere Adresse.</translation>
    </message>
    <message>
      <source>{device} couldn't be opened for playback ({cause}). Another program may be using it. Close that program, or choose another output device.</source>
      <translation>{device} ließ sich nicht zur Wiedergabe öffnen ({cause}). Vielleicht nutzt es ein anderes Programm. Schließen Sie dieses, oder wählen Sie eine andere Tonausgabe.</translation>
    </message>
    <message>
      <source>{device} couldn't be opened for recording ({cause}). Another program may be using it, or the system may block it. Check the system settings, then record again.</source>
      <translation>{device} ließ sich nicht zur Aufnahme öffnen ({cause}). Vielleicht nutzt es ein anderes Programm, oder das System sperrt es. Prüfen Sie die Systemeinstellungen, und nehmen Sie erneut auf.</translation>
    </message>
    <message>
      <source>{device} hasn't responded for {seconds} s. Restart Engine Room or the system's sound service, then play again.</source>
      <translation>{device} antwortet seit {seconds} s nicht. Starten Sie Engine Room oder den Tondienst des Systems neu, und spielen Sie erneut ab.</translation>
    </message>
    <message>
      <source>{device} was disconnected during playback{because}. Reconnect it or choose another output device, then play again.</source>
      <translation>{device} wurde während der Wiedergabe getrennt{because}. Schließen Sie es wieder an, oder wählen Sie eine andere Tonausgabe, und spielen Sie erneut ab.</translation>
    </message>
    <message>
      <source>{device} was disconnected during recording{because}. Reconnect it, then record again.</source>
      <translation>{device} wurde während der Aufnahme getrennt{because}. Schließen Sie es wieder an, und nehmen Sie erneut auf.</translation>
    </message>
    <message>
      <source>{engines} are pinned ({size}).</source>
      <translation>{engines} sind angeheftet ({size}).</translation>
    </message>
    <message>
      <source>{engine} is being installed. Wait until it's done, or cancel it first.</source>
      <translation>{engine} wird gerade installiert. Warten Sie das Ende ab, oder brechen Sie zuerst ab.</translation>
    </message>
    <message>
      <source>{engine} is pinned ({size}).</source>
      <translation>{engine} ist angeheftet ({size}).</translation>
    </message>
    <message>
      <source>{engine} needs a GPU this computer doesn't have ({kinds}). Choose another engine, or check the GPU driver.</source>
      <translation>{engine} braucht eine GPU, die dieser Computer nicht hat ({kinds}). Wählen Sie eine andere Engine, oder prüfen Sie den GPU-Treiber.</translation>
    </message>
    <message>
      <source>{engine} rejected the request: the GPU was freed for other programs</source>
      <translation>{engine} hat die Anfrage abgelehnt: Die GPU ist für andere Programme freigegeben</translation>
    </message>
    <message>
      <source>{file} has invalid settings, which were reset: {faults}. Also, {kept}.</source>
      <translation>{file} hatte ungültige Einstellungen; sie wurden zurückgesetzt: {faults}. Außerdem: {kept}.</translation>
    </message>
    <message>
      <source>{first} and {last}</source>
      <translation>{first} und {last}</translation>
    </message>
    <message>
      <source>{first} or {last}</source>
      <translation>{first} oder {last}</translation>
    </message>
    <message>
      <source>{first} {second}</source>
      <translation>{first} {second}</translation>
    </message>
    <message>
      <source>{first}, and {last}</source>
      <translation>{first} und {last}</translation>
    </message>
    <message>
      <source>{first}, or {last}</source>
      <translation>{first} oder {last}</translation>
    </message>
    <message>
      <source>{folder} is incomplete for {repository}. Missing or different: {names}. What to do: {advice}.</source>
      <translation>{folder} ist unvollständig für {repository}. Fehlend oder abweichend: {names}. Abhilfe: {advice}.</translation>
    </message>
    <message>
      <source>{folder} is incomplete for {repository}: no file matches {pattern}. Choose another folder.</source>
      <translation>{folder} ist unvollständig für {repository}: Keine Datei passt auf {pattern}. Wählen Sie einen anderen Ordner.</translation>
    </message>
    <message>
      <source>{gpu} is too new for PyTorch {versions} (no support for compute capability {capability}). The engine would run on the CPU.</source>
      <translation>{gpu} ist zu neu für PyTorch {versions} (Compute Capability {capability} wird nicht unterstützt). Die Engine liefe auf der CPU.</translation>
    </message>
    <message>
      <source>{gpu} is too old for PyTorch {versions} (no support for compute capability {capability}). The engine would run on the CPU.</source>
      <translation>{gpu} ist zu alt für PyTorch {versions} (Compute Capability {capability} wird nicht unterstützt). Die Engine liefe auf der CPU.</translation>
    </message>
    <message>
      <source>{gpu} supports CUDA {version}.</source>
      <translation>{gpu} unterstützt CUDA {version}.</translation>
    </message>
    <message>
      <source>{gpu} supports ROCm {version}.</source>
      <translation>{gpu} unterstützt ROCm {version}.</translation>
    </message>
    <message>
      <source>{gpu} with driver {driver} supports CUDA {version}.</source>
      <translation>{gpu} unterstützt mit dem Treiber {driver} CUDA {version}.</translation>
    </message>
    <message>
      <source>{missing} is missing, and stopping engines would free nothing.</source>
      <translation>Es fehlen {missing}, und Engines zu stoppen gäbe nichts frei.</translation>
    </message>
    <message>
      <source>{name!r} isn't a valid environment name. Use letters, digits, '.', '_' and '-' only</source>
      <translation>„{name}“ ist kein gültiger Name einer Umgebung. Verwenden Sie nur Buchstaben, Ziffern, „.“, „_“ und „-“</translation>
    </message>
    <message>
      <source>{names} and {count} more</source>
      <translation>{names} und {count} weitere</translation>
    </message>
    <message>
      <source>{name} (GPU {index})</source>
      <translation>{name} (GPU {index})</translation>
    </message>
    <message>
      <source>{name} contains no audio.</source>
      <translation>{name} enthält keinen Ton.</translation>
    </message>
    <message>
      <source>{name} needs one of these extensions: {suffixes}.</source>
      <translation>{name} braucht eine dieser Endungen: {suffixes}.</translation>
    </message>
    <message>
      <source>{oldest} to {newest}</source>
      <translation>{oldest} bis {newest}</translation>
    </message>
    <message>
      <source>{page} didn't reply as Hugging Face does. Open it in a browser to check whether your network requires a login, and check HF_ENDPOINT if it's set.</source>
      <translation>{page} antwortet nicht wie Hugging Face. Öffnen Sie die Seite im Browser, um zu prüfen, ob Ihr Netz eine Anmeldung verlangt, und prüfen Sie HF_ENDPOINT, falls gesetzt.</translation>
    </message>
    <message>
      <source>{page} doesn't exist or requires access. Check 'repository' in the engine's catalog entry. If it's correct, enter an access token {where}.</source>
      <translation>{page} gibt es nicht oder setzt einen Zugang voraus. Prüfen Sie „repository“ im Katalogeintrag der Engine. Stimmt es, geben Sie ein Zugriffstoken {where} an.</translation>
    </message>
    <message>
      <source>{path} has the wrong size.</source>
      <translation>{path} hat die falsche Größe.</translation>
    </message>
    <message>
      <source>{path} is damaged.</source>
      <translation>{path} ist beschädigt.</translation>
    </message>
    <message>
      <source>{path} is missing.</source>
      <translation>{path} fehlt.</translation>
    </message>
    <message>
      <source>{path} of {repository} failed its checksum. Try again later or on another network; something along the way may be changing the file.</source>
      <translation>{path} von {repository} passt nicht zu seiner Prüfsumme. Versuchen Sie es später oder in einem anderen Netz erneut; vielleicht wird die Datei unterwegs verändert.</translation>
    </message>
    <message>
      <source>{path}, the interpreter for installing engines, is missing. Reinstall Engine Room</source>
      <translation>{path}, der Interpreter für die Installation von Engines, fehlt. Installieren Sie Engine Room neu</translation>
    </message>
    <message>
      <source>{reason}, after {engine} starts</source>
      <translation>{reason}, nach dem Start von {engine}</translation>
    </message>
    <message>
      <source>{repository} doesn't have this revision. Check 'revision' in the engine's catalog entry.</source>
      <translation>{repository} hat diese Revision nicht. Prüfen Sie „revision“ im Katalogeintrag der Engine.</translation>
    </message>
    <message>
      <source>{repository} has no file matching {pattern} at {commit}. Check 'files' and 'revision' in the engine's catalog entry.</source>
      <translation>{repository} hat bei {commit} keine Datei, die auf {pattern} passt. Prüfen Sie „files“ und „revision“ im Katalogeintrag der Engine.</translation>
    </message>
    <message>
      <source>{repository} isn't a valid repository name. Check 'repository' in the engine's catalog entry.</source>
      <translation>{repository} ist kein gültiger Repository-Name. Prüfen Sie „repository“ im Katalogeintrag der Engine.</translation>
    </message>
    <message>
      <source>{repository} wasn't downloaded because its file {path} points outside its folder. Don't use this repository.</source>
      <translation>{repository} wurde nicht heruntergeladen, weil die Datei {path} aus dem Ordner hinausführt. Verwenden Sie dieses Repository nicht.</translation>
    </message>
    <message>
      <source>{sentence} ({cause})</source>
      <translation>{sentence} ({cause})</translation>
    </message>
    <message>
      <source>{size} is reserved for other use.</source>
      <translation>{size} sind für anderes reserviert.</translation>
    </message>
    <message>
      <source>{size} more than the total is used or reserved.</source>
      <translation>{size} mehr als insgesamt vorhanden sind belegt oder reserviert.</translation>
    </message>
    <message>
      <source>{versions!r} isn't a Python version range such as '&gt;=3.10,&lt;3.13'</source>
      <translation>„{versions}“ ist kein Bereich von Python-Versionen wie „&gt;=3.10,&lt;3.13“</translation>
    </message>
    <message>
      <source>{why}. Check the disk space and the folder's permissions, then try again.</source>
      <translation>{why}. Prüfen Sie Speicherplatz und Rechte des Ordners, und versuchen Sie es erneut.</translation>
    </message>
    <message>
      <source>{why}. Check your network connection, then try again.</source>
      <translation>{why}. Prüfen Sie die Netzwerkverbindung, und versuchen Sie es erneut.</translation>
    </message>
    <message>
      <source>{why}. Try again. If it keeps happening, report it.</source>
      <translation>{why}. Versuchen Sie es erneut. Wenn es wieder geschieht, melden Sie es.</translation>
    </message>
    <message>
      <source>{} GB</source>
      <translation>{} GB</translation>
    </message>
    <message>
      <source>{} MB</source>
      <translation>{} MB</translation>
    </message>
  </context>
  <context>
    <name>quitting</name>
    <message>
      <source>Still installing: {}.</source>
      <translation>Wird noch installiert: {}.</translation>
    </message>
    <message>
      <source>{} are still working. Unfinished speech will be lost.</source>
      <translation>{} arbeiten noch. Was nicht fertig ist, geht verloren.</translation>
    </message>
    <message>
      <source>{} is still working. Unfinished speech will be lost.</source>
      <translation>{} arbeitet noch. Was nicht fertig ist, geht verloren.</translation>
    </message>
  </context>
  <context>
    <name>saving</name>
    <message>
      <source>speech</source>
      <translation>Sprachausgabe</translation>
    </message>
  </context>
  <context>
    <name>settings</name>
    <message>
      <source>Advanced</source>
      <translation>Erweitert</translation>
    </message>
    <message>
      <source>Audio</source>
      <translation>Ton</translation>
    </message>
    <message>
      <source>Engines</source>
      <translation>Engines</translation>
    </message>
    <message>
      <source>General</source>
      <translation>Allgemein</translation>
    </message>
    <message>
      <source>Memory</source>
      <translation>Speicher</translation>
    </message>
    <message>
      <source>Voices</source>
      <translation>Stimmen</translation>
    </message>
  </context>
  <context>
    <name>sound_drop</name>
    <message>
      <source>Audio files ({})</source>
      <translation>Tondateien ({})</translation>
    </message>
  </context>
  <context>
    <name>starts</name>
    <message>
      <source>Install {engine}? Its code isn’t part of Engine Room.</source>
      <translation>{engine} installieren? Der Code gehört nicht zu Engine Room.</translation>
    </message>
    <message>
      <source>Keep all {} running</source>
      <translation>Alle {} weiterlaufen lassen</translation>
    </message>
    <message>
      <source>Keep {} running</source>
      <translation>{} weiterlaufen lassen</translation>
    </message>
    <message>
      <source>Run {engine}? Its code isn’t part of Engine Room.</source>
      <translation>{engine} ausführen? Der Code gehört nicht zu Engine Room.</translation>
    </message>
    <message>
      <source>Source: {places}, according to {source}.</source>
      <translation>Herkunft: {places}, laut {source}.</translation>
    </message>
    <message>
      <source>Stop {victims} to start {engine}?</source>
      <translation>{victims} stoppen, um {engine} zu starten?</translation>
    </message>
    <message>
      <source>Stopping {name} (used {ago}) frees {size}. It reloads in {seconds}.</source>
      <translation>{name} zu stoppen (benutzt {ago}) gibt {size} frei. Das erneute Laden dauert {seconds}.</translation>
    </message>
    <message>
      <source>Stopping {name} (used {ago}) frees {size}. It reloads when needed.</source>
      <translation>{name} zu stoppen (benutzt {ago}) gibt {size} frei. Die Engine wird bei Bedarf neu geladen.</translation>
    </message>
    <message>
      <source>The code can do anything you can do on this computer. Engine Room asks again if its catalog entry changes.</source>
      <translation>Der Code kann alles, was Sie auf diesem Computer können. Ändert sich der Katalogeintrag, fragt Engine Room erneut.</translation>
    </message>
    <message>
      <source>module {}</source>
      <translation>Modul {}</translation>
    </message>
    <message>
      <source>package {}</source>
      <translation>Paket {}</translation>
    </message>
    <message>
      <source>{engine} needs {needed} on {device}. {free} is free.</source>
      <translation>{engine} braucht {needed} auf {device}. Frei sind {free}.</translation>
    </message>
  </context>
  <context>
    <name>text_check</name>
    <message>
      <source>The text contains invalid characters. Copy it again from its source.</source>
      <translation>Der Text enthält ungültige Zeichen. Kopieren Sie ihn noch einmal aus der Quelle.</translation>
    </message>
    <message>
      <source>The text contains nothing to speak.</source>
      <translation>Der Text enthält nichts zu sprechen.</translation>
    </message>
    <message>
      <source>The text doesn’t look like {language}. Choose the language of the text.</source>
      <translation>Der Text ist offenbar nicht auf {language}. Wählen Sie die Sprache des Textes.</translation>
    </message>
    <message>
      <source>The text is too long ({length} characters). Shorten it to {most} characters or split it.</source>
      <translation>Der Text ist zu lang ({length} Zeichen). Kürzen Sie ihn auf {most} Zeichen, oder teilen Sie ihn auf.</translation>
    </message>
    <message>
      <source>{engine} doesn’t speak {language}. Choose another engine.</source>
      <translation>{engine} spricht kein {language}. Wählen Sie eine andere Engine.</translation>
    </message>
    <message>
      <source>{reason} Installed engines that can speak it: {engines}.</source>
      <translation>{reason} Installierte Engines, die ihn sprechen können: {engines}.</translation>
    </message>
  </context>
  <context>
    <name>voice_fields</name>
    <message>
      <source>Unknown</source>
      <translation>Unbekannt</translation>
    </message>
  </context>
  <context>
    <name>voices</name>
    <message>
      <source>No speech found. Move closer to the microphone and record again.</source>
      <translation>Keine Sprache gefunden. Gehen Sie näher ans Mikrofon, und nehmen Sie erneut auf.</translation>
    </message>
    <message>
      <source>The recording is distorted. Lower the microphone volume or move away from it, and record again.</source>
      <translation>Die Aufnahme ist übersteuert. Regeln Sie das Mikrofon herunter, oder gehen Sie weiter weg, und nehmen Sie erneut auf.</translation>
    </message>
    <message>
      <source>The recording is too long. Trim it to at most {} s.</source>
      <translation>Die Aufnahme ist zu lang. Kürzen Sie sie auf höchstens {} s.</translation>
    </message>
    <message>
      <source>The recording is too quiet. Raise the microphone volume or move closer, and record again.</source>
      <translation>Die Aufnahme ist zu leise. Regeln Sie das Mikrofon herauf, oder gehen Sie näher heran, und nehmen Sie erneut auf.</translation>
    </message>
    <message>
      <source>The recording sounds muffled (below {} kHz). A higher-quality recording gives a better voice.</source>
      <translation>Die Aufnahme klingt dumpf (unter {} kHz). Eine bessere Aufnahme ergibt eine bessere Stimme.</translation>
    </message>
    <message>
      <source>Too little speech. Record at least {} s.</source>
      <translation>Zu wenig Sprache. Nehmen Sie mindestens {} s auf.</translation>
    </message>
    <message>
      <source>{engine} accepts voice samples of up to {seconds} s.</source>
      <translation>{engine} nimmt Stimmproben bis {seconds} s an.</translation>
    </message>
    <message>
      <source>{engine} needs a voice sample of at least {seconds} s.</source>
      <translation>{engine} braucht eine Stimmprobe von mindestens {seconds} s.</translation>
    </message>
    <message>
      <source>{engine} needs the transcript of the voice sample. Enter it in Settings &gt; Voices.</source>
      <translation>{engine} braucht den Wortlaut der Stimmprobe. Geben Sie ihn unter Einstellungen &gt; Stimmen ein.</translation>
    </message>
    <message>
      <source>{seconds} s, {rate} kHz</source>
      <translation>{seconds} s, {rate} kHz</translation>
    </message>
  </context>
  <context>
    <name>vram_gauge</name>
    <message>
      <source>Free</source>
      <translation>Frei</translation>
    </message>
    <message>
      <source>GPU {index}: {name}</source>
      <translation>GPU {index}: {name}</translation>
    </message>
    <message>
      <source>GPU {index}: {used} of {total}</source>
      <translation>GPU {index}: {used} von {total}</translation>
    </message>
    <message>
      <source>GPU: {used} of {total}</source>
      <translation>GPU: {used} von {total}</translation>
    </message>
    <message>
      <source>No reading {when}</source>
      <translation>Kein Messwert: {when}</translation>
    </message>
    <message>
      <source>Other programs</source>
      <translation>Andere Programme</translation>
    </message>
    <message>
      <source>RAM</source>
      <translation>Arbeitsspeicher</translation>
    </message>
    <message>
      <source>RAM: {used} of {total}</source>
      <translation>Arbeitsspeicher: {used} von {total}</translation>
    </message>
    <message>
      <source>Reserved</source>
      <translation>Reserviert</translation>
    </message>
    <message>
      <source>The GPU driver isn’t responding. Last reading {} s ago</source>
      <translation>Der GPU-Treiber antwortet nicht. Letzter Messwert vor {} s</translation>
    </message>
    <message>
      <source>Waiting for the GPU driver</source>
      <translation>Warten auf den GPU-Treiber</translation>
    </message>
    <message>
      <source>and {} more</source>
      <translation>und {} weitere</translation>
    </message>
    <message>
      <source>now</source>
      <translation>jetzt</translation>
    </message>
    <message>
      <source>size unknown</source>
      <translation>Größe unbekannt</translation>
    </message>
    <message>
      <source>{device}, {when}: {parts}</source>
      <translation>{device}, {when}: {parts}</translation>
    </message>
    <message>
      <source>{device}: the last 10 minutes</source>
      <translation>{device}: die letzten 10 Minuten</translation>
    </message>
    <message>
      <source>{device}: {part}</source>
      <translation>{device}: {part}</translation>
    </message>
    <message>
      <source>{device}: {what}</source>
      <translation>{device}: {what}</translation>
    </message>
    <message>
      <source>{minutes} min {seconds} s ago</source>
      <translation>vor {minutes} min {seconds} s</translation>
    </message>
    <message>
      <source>{name}: {size}</source>
      <translation>{name}: {size}</translation>
    </message>
    <message>
      <source>{used} of {total} in use</source>
      <translation>{used} von {total} belegt</translation>
    </message>
    <message>
      <source>{} GB</source>
      <translation>{} GB</translation>
    </message>
    <message>
      <source>{} min ago</source>
      <translation>vor {} min</translation>
    </message>
    <message>
      <source>{} s ago</source>
      <translation>vor {} s</translation>
    </message>
  </context>
  <context>
    <name>welcome</name>
    <message>
      <source>This desktop has no tray. Closing the window quits Engine Room.</source>
      <translation>Diese Arbeitsumgebung hat keinen Infobereich. Das Schließen des Fensters beendet Engine Room.</translation>
    </message>
    <message>
      <source>When you close the window, Engine Room stays at the right end of the taskbar, possibly behind the arrow. Drag the icon out to keep it visible.</source>
      <translation>Wenn Sie das Fenster schließen, bleibt Engine Room rechts in der Taskleiste, vielleicht hinter dem Pfeil. Ziehen Sie das Symbol heraus, damit es sichtbar bleibt.</translation>
    </message>
    <message>
      <source>When you close the window, Engine Room stays in the menu bar.</source>
      <translation>Wenn Sie das Fenster schließen, bleibt Engine Room in der Menüleiste.</translation>
    </message>
    <message>
      <source>When you close the window, Engine Room stays in the tray. Click its icon to open the window again.</source>
      <translation>Wenn Sie das Fenster schließen, bleibt Engine Room im Infobereich. Ein Klick auf das Symbol öffnet das Fenster wieder.</translation>
    </message>
  </context>
  <context>
    <name>wording</name>
    <message>
      <source>About {} left</source>
      <translation>Noch etwa {}</translation>
    </message>
    <message>
      <source>Cancel</source>
      <translation>Abbrechen</translation>
    </message>
    <message>
      <source>Crashed</source>
      <translation>Abgestürzt</translation>
    </message>
    <message>
      <source>GPU {}</source>
      <translation>GPU {}</translation>
    </message>
    <message>
      <source>Install</source>
      <translation>Installieren</translation>
    </message>
    <message>
      <source>Installation failed</source>
      <translation>Installation fehlgeschlagen</translation>
    </message>
    <message>
      <source>Installing</source>
      <translation>Wird installiert</translation>
    </message>
    <message>
      <source>Not installed</source>
      <translation>Nicht installiert</translation>
    </message>
    <message>
      <source>Ready</source>
      <translation>Bereit</translation>
    </message>
    <message>
      <source>Speech to text</source>
      <translation>Sprache zu Text</translation>
    </message>
    <message>
      <source>Start</source>
      <translation>Starten</translation>
    </message>
    <message>
      <source>Starting</source>
      <translation>Startet</translation>
    </message>
    <message>
      <source>Stop</source>
      <translation>Stoppen</translation>
    </message>
    <message>
      <source>Stopped</source>
      <translation>Gestoppt</translation>
    </message>
    <message>
      <source>Stopping</source>
      <translation>Stoppt</translation>
    </message>
    <message>
      <source>Text to speech</source>
      <translation>Text zu Sprache</translation>
    </message>
    <message>
      <source>Waiting to install</source>
      <translation>Wartet auf Installation</translation>
    </message>
    <message>
      <source>Working</source>
      <translation>Arbeitet</translation>
    </message>
    <message>
      <source>about {} left</source>
      <translation>noch etwa {}</translation>
    </message>
    <message>
      <source>{state} ({progress})</source>
      <translation>{state} ({progress})</translation>
    </message>
    <message>
      <source>{} %</source>
      <translation>{} %</translation>
    </message>
    <message>
      <source>{} MB/s</source>
      <translation>{} MB/s</translation>
    </message>
  </context>
  <context>
    <name>worker_table</name>
    <message>
      <source>Action</source>
      <translation>Aktion</translation>
    </message>
    <message>
      <source>Always on {}</source>
      <translation>Immer auf {}</translation>
    </message>
    <message>
      <source>Budget</source>
      <translation>Budget</translation>
    </message>
    <message>
      <source>Budget: {} (estimated)</source>
      <translation>Budget: {} (geschätzt)</translation>
    </message>
    <message>
      <source>Budget: {} (measured)</source>
      <translation>Budget: {} (gemessen)</translation>
    </message>
    <message>
      <source>CPU</source>
      <translation>CPU</translation>
    </message>
    <message>
      <source>CPU use of the engine’s processes. 100 % is one core</source>
      <translation>CPU-Nutzung der Prozesse der Engine. 100 % ist ein Kern</translation>
    </message>
    <message>
      <source>Click to pin. A pinned engine isn’t stopped to free memory or when it’s idle</source>
      <translation>Zum Anheften klicken. Eine angeheftete Engine wird weder für freien Speicher noch bei Leerlauf gestoppt</translation>
    </message>
    <message>
      <source>Device</source>
      <translation>Gerät</translation>
    </message>
    <message>
      <source>Engine</source>
      <translation>Engine</translation>
    </message>
    <message>
      <source>Estimate from the catalog, not measured yet</source>
      <translation>Schätzung aus dem Katalog, noch nicht gemessen</translation>
    </message>
    <message>
      <source>First audio</source>
      <translation>Erster Ton</translation>
    </message>
    <message>
      <source>GPU memory, reported by the driver</source>
      <translation>GPU-Speicher laut Treiber</translation>
    </message>
    <message>
      <source>GPU memory, reported by the engine</source>
      <translation>GPU-Speicher laut Engine</translation>
    </message>
    <message>
      <source>Highest memory use since the engine started</source>
      <translation>Höchste Speicherbelegung seit dem Start der Engine</translation>
    </message>
    <message>
      <source>Idle time before the engine stops. Double-click or press F2 to change</source>
      <translation>Leerlauf, nach dem die Engine stoppt. Ändern mit Doppelklick oder F2</translation>
    </message>
    <message>
      <source>Idle timeout</source>
      <translation>Leerlaufzeit</translation>
    </message>
    <message>
      <source>Last used</source>
      <translation>Zuletzt aktiv</translation>
    </message>
    <message>
      <source>Memory</source>
      <translation>Speicher</translation>
    </message>
    <message>
      <source>Memory in use, and memory reserved</source>
      <translation>Belegter und reservierter Speicher</translation>
    </message>
    <message>
      <source>Memory reserved when the engine starts</source>
      <translation>Speicher, der beim Start reserviert wird</translation>
    </message>
    <message>
      <source>Not used while the engine is pinned. Double-click or press F2 to change</source>
      <translation>Gilt nicht, solange die Engine angeheftet ist. Ändern mit Doppelklick oder F2</translation>
    </message>
    <message>
      <source>Peak</source>
      <translation>Spitze</translation>
    </message>
    <message>
      <source>Peak: {}</source>
      <translation>Spitze: {}</translation>
    </message>
    <message>
      <source>Pinned</source>
      <translation>Angeheftet</translation>
    </message>
    <message>
      <source>Pinned. Click to unpin</source>
      <translation>Angeheftet. Zum Lösen klicken</translation>
    </message>
    <message>
      <source>Pinned: not stopped to free memory or when idle</source>
      <translation>Angeheftet: wird weder für freien Speicher noch bei Leerlauf gestoppt</translation>
    </message>
    <message>
      <source>Processing time per second of speech in the last request. Below 1 is faster than real time</source>
      <translation>Rechenzeit je Sekunde Sprache bei der letzten Anfrage. Unter 1 ist schneller als Echtzeit</translation>
    </message>
    <message>
      <source>RAM</source>
      <translation>RAM</translation>
    </message>
    <message>
      <source>RAM used by all processes of the engine</source>
      <translation>Arbeitsspeicher aller Prozesse der Engine</translation>
    </message>
    <message>
      <source>RAM used by the engine’s processes</source>
      <translation>Arbeitsspeicher der Prozesse der Engine</translation>
    </message>
    <message>
      <source>Real-time factor</source>
      <translation>Echtzeitfaktor</translation>
    </message>
    <message>
      <source>Requests</source>
      <translation>Anfragen</translation>
    </message>
    <message>
      <source>Requests completed since Engine Room started</source>
      <translation>Seit dem Start von Engine Room erledigte Anfragen</translation>
    </message>
    <message>
      <source>State</source>
      <translation>Status</translation>
    </message>
    <message>
      <source>Stops in</source>
      <translation>Stopp in</translation>
    </message>
    <message>
      <source>Time from the last streaming request to its first audio, including waiting and loading</source>
      <translation>Zeit von der letzten Streaming-Anfrage bis zum ersten Ton, mit Warten und Laden</translation>
    </message>
    <message>
      <source>Time until the idle engine stops</source>
      <translation>Zeit, bis die Engine bei Leerlauf stoppt</translation>
    </message>
    <message>
      <source>estimated</source>
      <translation>geschätzt</translation>
    </message>
    <message>
      <source>measured</source>
      <translation>gemessen</translation>
    </message>
    <message>
      <source>needs {}</source>
      <translation>{} nötig</translation>
    </message>
    <message>
      <source>never</source>
      <translation>noch nie</translation>
    </message>
    <message>
      <source>no</source>
      <translation>nein</translation>
    </message>
    <message>
      <source>not specified</source>
      <translation>keine Angabe</translation>
    </message>
    <message>
      <source>now</source>
      <translation>jetzt</translation>
    </message>
    <message>
      <source>of {}</source>
      <translation>von {}</translation>
    </message>
    <message>
      <source>pinned</source>
      <translation>angeheftet</translation>
    </message>
    <message>
      <source>{action} {engine}</source>
      <translation>{engine}: {action}</translation>
    </message>
    <message>
      <source>{kind}, {family}</source>
      <translation>{kind}, {family}</translation>
    </message>
    <message>
      <source>{progress}: {detail}</source>
      <translation>{progress}: {detail}</translation>
    </message>
    <message>
      <source>{} %</source>
      <translation>{} %</translation>
    </message>
    <message>
      <source>{}, pinned</source>
      <translation>{}, angeheftet</translation>
    </message>
    <message>
      <source>{}× real time</source>
      <translation>{} × Echtzeit</translation>
    </message>
    <message>
      <source>≈ {}</source>
      <translation>≈ {}</translation>
    </message>
  </context>
</TS>
