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
      <source>&amp;Keep my settings</source>
      <translation>Einstellungen &amp;behalten</translation>
    </message>
    <message>
      <source>&amp;Reset</source>
      <translation>&amp;Zurücksetzen</translation>
    </message>
    <message>
      <source>Errors only</source>
      <translation>Nur Fehler</translation>
    </message>
    <message>
      <source>Everything, to find a fault</source>
      <translation>Alles, zur Fehlersuche</translation>
    </message>
    <message>
      <source>Idle time-outs, pins, devices, and everything else in this window goes back to its default. Engines that run keep running; what is installed stays, and so do your own engines in the catalog, and whether Engine Room starts when you log in. The old settings are kept in a file beside the new ones.</source>
      <translation>Leerlaufzeiten, Anheftungen, Geräte und alles andere in diesem Fenster wird auf die Vorgaben zurückgesetzt. Laufende Engines laufen weiter; was installiert ist, bleibt, ebenso Ihre eigenen Engines im Katalog und ob Engine Room bei der Anmeldung startet. Die alten Einstellungen werden in einer Datei neben den neuen aufbewahrt.</translation>
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
      <source>Warnings, too</source>
      <translation>Auch Warnungen</translation>
    </message>
    <message>
      <source>What goes on</source>
      <translation>Auch den normalen Ablauf</translation>
    </message>
    <message>
      <source>Write into the &amp;logs</source>
      <translation>In die &amp;Protokolle schreiben</translation>
    </message>
  </context>
  <context>
    <name>Application</name>
    <message>
      <source>Closing the window leaves the tray icon running.</source>
      <translation>Nach dem Schließen des Fensters läuft das Programm im Infobereich weiter.</translation>
    </message>
    <message>
      <source>This desktop has no tray: closing the window quits Engine Room.</source>
      <translation>Diese Arbeitsumgebung hat keinen Infobereich: Das Schließen des Fensters beendet Engine Room.</translation>
    </message>
  </context>
  <context>
    <name>Choices</name>
    <message>
      <source>All settings are at their defaults; the old ones are kept in {}.</source>
      <translation>Alle Einstellungen stehen auf ihren Vorgaben; die alten liegen in {}.</translation>
    </message>
    <message>
      <source>All settings are at their defaults; they were before, too.</source>
      <translation>Alle Einstellungen stehen auf ihren Vorgaben; das war auch vorher so.</translation>
    </message>
    <message>
      <source>The setting holds until you quit: it could not be saved ({}).</source>
      <translation>Die Einstellung gilt bis zum Beenden: Sie konnte nicht gespeichert werden ({}).</translation>
    </message>
    <message>
      <source>The settings could not be reset: {}</source>
      <translation>Die Einstellungen konnten nicht zurückgesetzt werden: {}</translation>
    </message>
    <message>
      <source>{} runs where it is until it is started again.</source>
      <translation>{} läuft bis zum nächsten Start dort weiter, wo es jetzt ist.</translation>
    </message>
  </context>
  <context>
    <name>ClipField</name>
    <message>
      <source>Choose a recording of the voice</source>
      <translation>Eine Aufnahme der Stimme auswählen</translation>
    </message>
    <message>
      <source>Drop a recording of a voice here: the engine speaks with that voice.</source>
      <translation>Ziehen Sie eine Aufnahme einer Stimme hierher: Die Engine spricht dann mit dieser Stimme.</translation>
    </message>
    <message>
      <source>Give this voice a name, to speak with it again.</source>
      <translation>Geben Sie dieser Stimme einen Namen, um wieder mit ihr zu sprechen.</translation>
    </message>
    <message>
      <source>Keep the recording as a voice</source>
      <translation>Die Aufnahme als Stimme behalten</translation>
    </message>
    <message>
      <source>Keep…</source>
      <translation>Behalten …</translation>
    </message>
    <message>
      <source>None yet</source>
      <translation>Noch keine</translation>
    </message>
    <message>
      <source>Record the voice</source>
      <translation>Die Stimme aufnehmen</translation>
    </message>
    <message>
      <source>Record the voice, 30 seconds at most. Read a few sentences aloud.</source>
      <translation>Die Stimme aufnehmen, höchstens 30 Sekunden. Lesen Sie einige Sätze laut vor.</translation>
    </message>
    <message>
      <source>Recording of the voice</source>
      <translation>Stimmprobe</translation>
    </message>
    <message>
      <source>Remove the recording of the voice</source>
      <translation>Die Stimmprobe entfernen</translation>
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
      <source>Cancelled</source>
      <translation>Abgebrochen</translation>
    </message>
    <message>
      <source>Compare</source>
      <translation>Vergleichen</translation>
    </message>
    <message>
      <source>Does not speak {}.</source>
      <translation>Spricht kein {}.</translation>
    </message>
    <message>
      <source>Done</source>
      <translation>Fertig</translation>
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
      <source>Length</source>
      <translation>Länge</translation>
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
      <source>Speaks…</source>
      <translation>Spricht …</translation>
    </message>
    <message>
      <source>Text for all engines</source>
      <translation>Text für alle Engines</translation>
    </message>
    <message>
      <source>Type what all of them shall say.</source>
      <translation>Geben Sie ein, was alle sagen sollen.</translation>
    </message>
    <message>
      <source>Waits for its turn</source>
      <translation>Wartet, bis sie dran ist</translation>
    </message>
    <message>
      <source>Waits for your answer above</source>
      <translation>Wartet auf Antwort oben</translation>
    </message>
  </context>
  <context>
    <name>Comparison</name>
    <message>
      <source>It was not started.</source>
      <translation>Sie wurde nicht gestartet.</translation>
    </message>
  </context>
  <context>
    <name>EngineActions</name>
    <message>
      <source>Change idle time-out…</source>
      <translation>Leerlaufzeit ändern …</translation>
    </message>
    <message>
      <source>Log</source>
      <translation>Protokoll</translation>
    </message>
    <message>
      <source>Never stop it for another engine, nor for being idle</source>
      <translation>Weder für eine andere Engine noch wegen Leerlaufs stoppen</translation>
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
      <source>See what the engine has written</source>
      <translation>Ansehen, was die Engine geschrieben hat</translation>
    </message>
    <message>
      <source>Start</source>
      <translation>Starten</translation>
    </message>
    <message>
      <source>Stop the engine and start it again</source>
      <translation>Die Engine stoppen und wieder starten</translation>
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
      <source>Download</source>
      <translation>Download</translation>
    </message>
    <message>
      <source>Languages</source>
      <translation>Sprachen</translation>
    </message>
    <message>
      <source>Licence of the code</source>
      <translation>Lizenz des Codes</translation>
    </message>
    <message>
      <source>Licence of the weights</source>
      <translation>Lizenz der Gewichte</translation>
    </message>
    <message>
      <source>Memory</source>
      <translation>Speicher</translation>
    </message>
    <message>
      <source>On the disk</source>
      <translation>Auf der Festplatte</translation>
    </message>
    <message>
      <source>Runs on</source>
      <translation>Läuft auf</translation>
    </message>
    <message>
      <source>Still needed</source>
      <translation>Fehlt noch</translation>
    </message>
    <message>
      <source>The catalog does not say</source>
      <translation>Der Katalog sagt es nicht</translation>
    </message>
    <message>
      <source>Voices</source>
      <translation>Stimmen</translation>
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
      <source>Could not be read</source>
      <translation>Nicht lesbar</translation>
    </message>
    <message>
      <source>Environment</source>
      <translation>Umgebung</translation>
    </message>
    <message>
      <source>For example 90 s, 5 min, 1 h or never</source>
      <translation>Zum Beispiel 90 s, 5 min, 1 h oder nie</translation>
    </message>
    <message>
      <source>It is never stopped for another engine, nor for being idle.</source>
      <translation>Sie wird weder für eine andere Engine noch wegen Leerlaufs gestoppt.</translation>
    </message>
    <message>
      <source>Licence</source>
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
      <source>On the disk</source>
      <translation>Auf der Festplatte</translation>
    </message>
    <message>
      <source>Requires</source>
      <translation>Benötigt</translation>
    </message>
    <message>
      <source>S&amp;tops after being idle for</source>
      <translation>&amp;Stoppt nach Leerlauf von</translation>
    </message>
    <message>
      <source>Unless others that do so leave no room for it.</source>
      <translation>Sofern andere, die ebenfalls mitstarten, genug Platz lassen.</translation>
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
      <source>There are no engines in the catalog.</source>
      <translation>Der Katalog enthält keine Engines.</translation>
    </message>
  </context>
  <context>
    <name>EnginesPanel</name>
    <message>
      <source>No engine is installed yet. “More engines…” shows all that there are.</source>
      <translation>Noch ist keine Engine installiert. „Mehr Engines …“ zeigt alle, die es gibt.</translation>
    </message>
    <message>
      <source>No engine matches “{}”. Escape in the filter shows all again.</source>
      <translation>Keine Engine passt zu „{}“. Esc im Filter zeigt wieder alle.</translation>
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
      <source>No engine is like that. Escape in the search shows all again.</source>
      <translation>So ist keine Engine. Escape in der Suche zeigt wieder alle.</translation>
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
      <source>No report could be made: {}</source>
      <translation>Der Bericht konnte nicht erstellt werden: {}</translation>
    </message>
  </context>
  <context>
    <name>FailureCard</name>
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
      <source>For a bug tracker: without your name, folders, passwords and keys</source>
      <translation>Für eine Fehlermeldung: ohne Ihren Namen, Ordner, Passwörter und Schlüssel</translation>
    </message>
    <message>
      <source>It wrote nothing.</source>
      <translation>Sie hat nichts geschrieben.</translation>
    </message>
    <message>
      <source>Less</source>
      <translation>Weniger</translation>
    </message>
    <message>
      <source>Show log</source>
      <translation>Protokoll zeigen</translation>
    </message>
  </context>
  <context>
    <name>Figures</name>
    <message>
      <source>First audio</source>
      <translation>Erster Ton</translation>
    </message>
    <message>
      <source>Length</source>
      <translation>Länge</translation>
    </message>
    <message>
      <source>Real-time factor</source>
      <translation>Echtzeitfaktor</translation>
    </message>
    <message>
      <source>{}, with loading</source>
      <translation>{}, mit Laden</translation>
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
      <source>Language</source>
      <translation>Sprache</translation>
    </message>
    <message>
      <source>Needs no &amp;GPU</source>
      <translation>Braucht keine &amp;GPU</translation>
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
    <message>
      <source>What they are for</source>
      <translation>Wozu sie dienen</translation>
    </message>
  </context>
  <context>
    <name>FolderRows</name>
    <message>
      <source>Copy</source>
      <translation>Kopieren</translation>
    </message>
    <message>
      <source>Copy the path of: {}</source>
      <translation>Pfad kopieren: {}</translation>
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
      <source>Models</source>
      <translation>Modelle</translation>
    </message>
    <message>
      <source>Open</source>
      <translation>Öffnen</translation>
    </message>
    <message>
      <source>Open the folder of: {}</source>
      <translation>Ordner öffnen: {}</translation>
    </message>
    <message>
      <source>Settings</source>
      <translation>Einstellungen</translation>
    </message>
    <message>
      <source>There is nothing there yet: {} is made when it is first needed.</source>
      <translation>Dort ist noch nichts: {} wird angelegt, sobald es gebraucht wird.</translation>
    </message>
    <message>
      <source>This desktop has no program that shows {}.</source>
      <translation>Diese Arbeitsumgebung hat kein Programm, das {} anzeigt.</translation>
    </message>
    <message>
      <source>What was learned</source>
      <translation>Gelerntes</translation>
    </message>
  </context>
  <context>
    <name>GaugePanel</name>
    <message>
      <source>No memory reading: the driver has gone away.</source>
      <translation>Keine Speicherwerte: Der Treiber antwortet nicht mehr.</translation>
    </message>
    <message>
      <source>Reading memory…</source>
      <translation>Speicher wird gelesen …</translation>
    </message>
  </context>
  <context>
    <name>GeneralPage</name>
    <message>
      <source>&amp;Theme</source>
      <translation>&amp;Design</translation>
    </message>
    <message>
      <source>Another copy of Engine Room starts when you log in. Check this to have this one started in its place.</source>
      <translation>Bei der Anmeldung startet eine andere Kopie von Engine Room. Setzen Sie das Häkchen, damit stattdessen diese startet.</translation>
    </message>
    <message>
      <source>As the system has it</source>
      <translation>Wie im System</translation>
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
      <source>Start &amp;in the tray, without the window</source>
      <translation>&amp;Im Infobereich starten, ohne Fenster</translation>
    </message>
    <message>
      <source>Start when I &amp;log in</source>
      <translation>Bei der &amp;Anmeldung starten</translation>
    </message>
    <message>
      <source>That could not be changed: {}</source>
      <translation>Das ließ sich nicht ändern: {}</translation>
    </message>
    <message>
      <source>The language changes when Engine Room is started the next time.</source>
      <translation>Die Sprache wechselt beim nächsten Start von Engine Room.</translation>
    </message>
    <message>
      <source>This copy has a folder of its own, and is started from there only.</source>
      <translation>Diese Kopie hat einen eigenen Ordner und wird nur von dort gestartet.</translation>
    </message>
    <message>
      <source>This desktop has no tray: the window is always shown.</source>
      <translation>Diese Arbeitsumgebung hat keinen Infobereich: Das Fenster wird immer gezeigt.</translation>
    </message>
    <message>
      <source>Whether it starts when you log in could not be found out: {}</source>
      <translation>Ob es bei der Anmeldung startet, ließ sich nicht feststellen: {}</translation>
    </message>
    <message>
      <source>{} (not there now)</source>
      <translation>{} (zurzeit nicht vorhanden)</translation>
    </message>
  </context>
  <context>
    <name>GiveGpuButton</name>
    <message>
      <source>Give me my GPU</source>
      <translation>GPU freigeben</translation>
    </message>
  </context>
  <context>
    <name>GpuLoan</name>
    <message>
      <source>The GPU could not be handed over: {}</source>
      <translation>Die GPU konnte nicht freigegeben werden: {}</translation>
    </message>
    <message>
      <source>The engines could not be brought back: {}</source>
      <translation>Die Engines konnten nicht zurückgeholt werden: {}</translation>
    </message>
    <message>
      <source>{} did not come back: {}</source>
      <translation>{} ist nicht zurückgekommen: {}</translation>
    </message>
  </context>
  <context>
    <name>HistoryChart</name>
    <message>
      <source>Left and Right move by 5 seconds, Page Up and Page Down by a minute.</source>
      <translation>Links und Rechts bewegen um 5 Sekunden, Bild auf und Bild ab um eine Minute.</translation>
    </message>
  </context>
  <context>
    <name>HistoryPane</name>
    <message>
      <source>Engine</source>
      <translation>Engine</translation>
    </message>
    <message>
      <source>First audio</source>
      <translation>Erster Ton</translation>
    </message>
    <message>
      <source>Forget all</source>
      <translation>Alle vergessen</translation>
    </message>
    <message>
      <source>Length</source>
      <translation>Länge</translation>
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
      <source>Save…</source>
      <translation>Speichern …</translation>
    </message>
    <message>
      <source>Text</source>
      <translation>Text</translation>
    </message>
    <message>
      <source>Use text again</source>
      <translation>Text wieder benutzen</translation>
    </message>
    <message>
      <source>What was said lately</source>
      <translation>Zuletzt Gesprochenes</translation>
    </message>
    <message>
      <source>What you have spoken is kept here until you quit.</source>
      <translation>Was Sie sprechen lassen, bleibt bis zum Beenden hier.</translation>
    </message>
  </context>
  <context>
    <name>Hub</name>
    <message>
      <source>The engines could not be loaded: {}</source>
      <translation>Die Engines konnten nicht geladen werden: {}</translation>
    </message>
    <message>
      <source>{} was not started with Engine Room: {}</source>
      <translation>{} wurde nicht mit Engine Room gestartet: {}</translation>
    </message>
  </context>
  <context>
    <name>IdleTimeoutDelegate</name>
    <message>
      <source>For example 90 s, 5 min, 1 h or never</source>
      <translation>Zum Beispiel 90 s, 5 min, 1 h oder nie</translation>
    </message>
    <message>
      <source>Idle time-out</source>
      <translation>Leerlaufzeit</translation>
    </message>
  </context>
  <context>
    <name>KeepVoiceDialog</name>
    <message>
      <source>&amp;Language</source>
      <translation>S&amp;prache</translation>
    </message>
    <message>
      <source>&amp;Name</source>
      <translation>&amp;Name</translation>
    </message>
    <message>
      <source>&amp;Words that are said</source>
      <translation>Gesprochene &amp;Worte</translation>
    </message>
    <message>
      <source>Cancel</source>
      <translation>Abbrechen</translation>
    </message>
    <message>
      <source>Keep</source>
      <translation>Behalten</translation>
    </message>
    <message>
      <source>Keep a voice</source>
      <translation>Stimme behalten</translation>
    </message>
    <message>
      <source>Keep {} as a voice</source>
      <translation>{} als Stimme behalten</translation>
    </message>
    <message>
      <source>Some engines need them, all clone better with them.</source>
      <translation>Manche Engines brauchen sie, alle klonen damit besser.</translation>
    </message>
  </context>
  <context>
    <name>LevelMeter</name>
    <message>
      <source>How loud it is, from 60 dB below full scale up to it</source>
      <translation>Wie laut es ist, von 60 dB unter Vollaussteuerung bis dorthin</translation>
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
      <source>Break long lines at the edge</source>
      <translation>Lange Zeilen am Rand umbrechen</translation>
    </message>
    <message>
      <source>Copy</source>
      <translation>Kopieren</translation>
    </message>
    <message>
      <source>Copy what is selected, or all that is shown</source>
      <translation>Die Auswahl kopieren, sonst alles, was gezeigt wird</translation>
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
      <source>Info and worse</source>
      <translation>Ab Information</translation>
    </message>
    <message>
      <source>Levels</source>
      <translation>Stufen</translation>
    </message>
    <message>
      <source>Nothing here opens {}</source>
      <translation>Kein Programm kann {} öffnen</translation>
    </message>
    <message>
      <source>Nothing of this level.</source>
      <translation>Nichts auf dieser Stufe.</translation>
    </message>
    <message>
      <source>Nothing written yet.</source>
      <translation>Noch nichts geschrieben.</translation>
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
      <source>Show new lines as they come; scrolling up pauses that</source>
      <translation>Neue Zeilen sofort zeigen; Hochrollen hält das an</translation>
    </message>
    <message>
      <source>The log cannot be read.</source>
      <translation>Das Protokoll ist nicht lesbar.</translation>
    </message>
    <message>
      <source>Warnings and worse</source>
      <translation>Ab Warnung</translation>
    </message>
    <message>
      <source>Wrap</source>
      <translation>Umbrechen</translation>
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
      <source>All engines that there are: install, hear and remove them ({})</source>
      <translation>Alle Engines, die es gibt: installieren, anhören und entfernen ({})</translation>
    </message>
    <message>
      <source>Engine Room</source>
      <translation>Engine Room</translation>
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
      <source>Stop all</source>
      <translation>Alle stoppen</translation>
    </message>
    <message>
      <source>Stopping the engines…</source>
      <translation>Engines werden gestoppt …</translation>
    </message>
    <message>
      <source>What Engine Room and each engine wrote</source>
      <translation>Was Engine Room und die einzelnen Engines geschrieben haben</translation>
    </message>
  </context>
  <context>
    <name>ManageButton</name>
    <message>
      <source>Manage</source>
      <translation>Verwalten</translation>
    </message>
    <message>
      <source>Manage {}</source>
      <translation>{} verwalten</translation>
    </message>
    <message>
      <source>Open the folder of its packages</source>
      <translation>Ordner der Pakete öffnen</translation>
    </message>
    <message>
      <source>Open the folder of {}</source>
      <translation>Ordner von {} öffnen</translation>
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
      <source>Take {} from a folder…</source>
      <translation>{} aus einem Ordner übernehmen …</translation>
    </message>
    <message>
      <source>The folder that holds {}</source>
      <translation>Der Ordner, in dem {} liegt</translation>
    </message>
    <message>
      <source>Undo the last change of its packages</source>
      <translation>Letzte Änderung der Pakete zurücknehmen</translation>
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
      <source>&amp;Keep free on each GPU</source>
      <translation>Auf jeder GPU &amp;frei halten</translation>
    </message>
    <message>
      <source>That is for other programs. When they take so much that less than this is left, the engine that is needed least is stopped. One that is speaking, or pinned, never is.</source>
      <translation>Das ist für andere Programme. Wenn sie so viel belegen, dass weniger übrig bleibt, wird die am wenigsten gebrauchte Engine gestoppt, nie aber eine, die gerade spricht oder angeheftet ist.</translation>
    </message>
    <message>
      <source>There is no GPU on this machine.</source>
      <translation>Dieser Rechner hat keine GPU.</translation>
    </message>
    <message>
      <source>nothing</source>
      <translation>nichts</translation>
    </message>
  </context>
  <context>
    <name>ModeSwitch</name>
    <message>
      <source>What to do</source>
      <translation>Was zu tun ist</translation>
    </message>
  </context>
  <context>
    <name>ObstacleView</name>
    <message>
      <source>Access token</source>
      <translation>Zugriffstoken</translation>
    </message>
    <message>
      <source>Ask on its page</source>
      <translation>Auf der Seite anfragen</translation>
    </message>
    <message>
      <source>I accept it</source>
      <translation>Ich nehme sie an</translation>
    </message>
    <message>
      <source>I accept the licence of {}</source>
      <translation>Ich nehme die Lizenz von {} an</translation>
    </message>
    <message>
      <source>It allows no commercial use.</source>
      <translation>Sie erlaubt keine kommerzielle Nutzung.</translation>
    </message>
    <message>
      <source>It is kept in the system’s keyring</source>
      <translation>Er wird im Schlüsselbund des Systems aufbewahrt</translation>
    </message>
    <message>
      <source>Look again</source>
      <translation>Erneut nachsehen</translation>
    </message>
    <message>
      <source>Open {} in the browser</source>
      <translation>{} im Browser öffnen</translation>
    </message>
    <message>
      <source>Read the licence</source>
      <translation>Lizenz lesen</translation>
    </message>
    <message>
      <source>Use it</source>
      <translation>Verwenden</translation>
    </message>
    <message>
      <source>Where do I get one?</source>
      <translation>Woher bekomme ich einen?</translation>
    </message>
  </context>
  <context>
    <name>OutputField</name>
    <message>
      <source>Sound output</source>
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
      <source>Settle first what is named above.</source>
      <translation>Zuerst ist zu klären, was oben steht.</translation>
    </message>
    <message>
      <source>What it takes</source>
      <translation>Was nötig ist</translation>
    </message>
  </context>
  <context>
    <name>PreviewModes</name>
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
    <name>PreviewPane</name>
    <message>
      <source>Install {}</source>
      <translation>{} installieren</translation>
    </message>
    <message>
      <source>Play</source>
      <translation>Abspielen</translation>
    </message>
    <message>
      <source>Preparing the speech…</source>
      <translation>Die Sprachausgabe wird vorbereitet …</translation>
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
      <source>Stopped.</source>
      <translation>Gestoppt.</translation>
    </message>
    <message>
      <source>Waits for your answer to the question above.</source>
      <translation>Wartet auf Ihre Antwort auf die Frage oben.</translation>
    </message>
    <message>
      <source>You can still save the speech as a file.</source>
      <translation>Sie können die Sprachausgabe noch als Datei speichern.</translation>
    </message>
    <message>
      <source>{} is not connected: the system's default output is used instead.</source>
      <translation>{} ist nicht angeschlossen: Stattdessen wird die Standardausgabe des Systems benutzt.</translation>
    </message>
  </context>
  <context>
    <name>ProblemBanner</name>
    <message>
      <source>Got it</source>
      <translation>Verstanden</translation>
    </message>
    <message>
      <source>Something could not be read</source>
      <translation>Etwas konnte nicht gelesen werden</translation>
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
      <source>Do not install</source>
      <translation>Nicht installieren</translation>
    </message>
    <message>
      <source>Do not start</source>
      <translation>Nicht starten</translation>
    </message>
    <message>
      <source>Start anyway</source>
      <translation>Trotzdem starten</translation>
    </message>
  </context>
  <context>
    <name>Quitting</name>
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
    <name>RemoveQuestion</name>
    <message>
      <source>Also needed by {}: what is needed there stays.</source>
      <translation>Auch nötig für {}: was dort gebraucht wird, bleibt.</translation>
    </message>
    <message>
      <source>It is stopped first. It can be installed again at any time.</source>
      <translation>Die Engine wird zuerst gestoppt. Sie kann jederzeit wieder installiert werden.</translation>
    </message>
    <message>
      <source>Its packages: {}</source>
      <translation>Die Pakete: {}</translation>
    </message>
    <message>
      <source>Its weights: {}</source>
      <translation>Die Gewichte: {}</translation>
    </message>
    <message>
      <source>Keep</source>
      <translation>Behalten</translation>
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
      <source>{} become free.</source>
      <translation>{} werden frei.</translation>
    </message>
  </context>
  <context>
    <name>SampleButton</name>
    <message>
      <source>A &amp;fable, two sentences long</source>
      <translation>Eine &amp;Fabel, zwei Sätze lang</translation>
    </message>
    <message>
      <source>A &amp;greeting</source>
      <translation>Eine &amp;Begrüßung</translation>
    </message>
    <message>
      <source>Put in a text in the chosen language</source>
      <translation>Einen Text in der gewählten Sprache einsetzen</translation>
    </message>
    <message>
      <source>Sample text</source>
      <translation>Beispieltext</translation>
    </message>
  </context>
  <context>
    <name>SampleRow</name>
    <message>
      <source>Language of the sample</source>
      <translation>Sprache der Hörprobe</translation>
    </message>
    <message>
      <source>Play a sample</source>
      <translation>Hörprobe abspielen</translation>
    </message>
    <message>
      <source>Stop</source>
      <translation>Stoppen</translation>
    </message>
    <message>
      <source>Transcribe with it</source>
      <translation>Damit transkribieren</translation>
    </message>
    <message>
      <source>Try it out</source>
      <translation>Ausprobieren</translation>
    </message>
  </context>
  <context>
    <name>Saving</name>
    <message>
      <source>FLAC sound, smaller without loss (*.flac)</source>
      <translation>FLAC-Audio, verlustfrei kleiner (*.flac)</translation>
    </message>
    <message>
      <source>Not saved: {}</source>
      <translation>Nicht gespeichert: {}</translation>
    </message>
    <message>
      <source>Ogg Vorbis sound, smallest (*.ogg)</source>
      <translation>Ogg-Vorbis-Audio, am kleinsten (*.ogg)</translation>
    </message>
    <message>
      <source>Save speech</source>
      <translation>Sprachausgabe speichern</translation>
    </message>
    <message>
      <source>Saved as {}.</source>
      <translation>Gespeichert als {}.</translation>
    </message>
    <message>
      <source>WAV sound (*.wav)</source>
      <translation>WAV-Audio (*.wav)</translation>
    </message>
  </context>
  <context>
    <name>SearchBar</name>
    <message>
      <source>Next match</source>
      <translation>Nächster Treffer</translation>
    </message>
    <message>
      <source>Not found</source>
      <translation>Nicht gefunden</translation>
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
      <source>{} found</source>
      <translation>{} gefunden</translation>
    </message>
  </context>
  <context>
    <name>SearchField</name>
    <message>
      <source>{keys}. Escape shows all engines again</source>
      <translation>{keys}. Escape zeigt wieder alle Engines</translation>
    </message>
  </context>
  <context>
    <name>SettingsWindow</name>
    <message>
      <source>Engine Room settings</source>
      <translation>Einstellungen von Engine Room</translation>
    </message>
    <message>
      <source>Pages</source>
      <translation>Seiten</translation>
    </message>
  </context>
  <context>
    <name>SetupArea</name>
    <message>
      <source>Cancel</source>
      <translation>Abbrechen</translation>
    </message>
    <message>
      <source>Looking what it takes…</source>
      <translation>Es wird nachgesehen, was nötig ist …</translation>
    </message>
  </context>
  <context>
    <name>SoundField</name>
    <message>
      <source>Choose…</source>
      <translation>Auswählen …</translation>
    </message>
    <message>
      <source>Looking for a microphone…</source>
      <translation>Mikrofon wird gesucht …</translation>
    </message>
    <message>
      <source>No engine is chosen yet.</source>
      <translation>Noch keine Engine ausgewählt.</translation>
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
    <name>SoundPage</name>
    <message>
      <source>&amp;Hear it</source>
      <translation>Wieder&amp;gabe</translation>
    </message>
    <message>
      <source>&amp;Play speech on</source>
      <translation>&amp;Ausgabegerät</translation>
    </message>
    <message>
      <source>As soon as possible</source>
      <translation>So früh wie möglich</translation>
    </message>
    <message>
      <source>Look for devices a&amp;gain</source>
      <translation>Geräte &amp;neu suchen</translation>
    </message>
    <message>
      <source>Looking for devices…</source>
      <translation>Geräte werden gesucht …</translation>
    </message>
    <message>
      <source>Play a &amp;test sound</source>
      <translation>&amp;Testton abspielen</translation>
    </message>
    <message>
      <source>Playing…</source>
      <translation>Wird abgespielt …</translation>
    </message>
    <message>
      <source>Safe from gaps</source>
      <translation>Sicher vor Aussetzern</translation>
    </message>
    <message>
      <source>The system’s default</source>
      <translation>Systemstandard</translation>
    </message>
    <message>
      <source>The test sound was played.</source>
      <translation>Der Testton wurde abgespielt.</translation>
    </message>
    <message>
      <source>Where speech stutters, choose to be safe from gaps.</source>
      <translation>Wenn die Sprache stockt, wählen Sie „Sicher vor Aussetzern“.</translation>
    </message>
    <message>
      <source>{} (not connected)</source>
      <translation>{} (nicht angeschlossen)</translation>
    </message>
  </context>
  <context>
    <name>Speaking</name>
    <message>
      <source>The engine answered without any speech.</source>
      <translation>Die Engine hat ohne Sprachausgabe geantwortet.</translation>
    </message>
    <message>
      <source>The engine was stopped before it had said it all.</source>
      <translation>Die Engine wurde gestoppt, bevor sie alles gesagt hatte.</translation>
    </message>
  </context>
  <context>
    <name>SpeechForm</name>
    <message>
      <source>&amp;Clip</source>
      <translation>Stimm&amp;probe</translation>
    </message>
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
      <source>Another each time</source>
      <translation>Jedes Mal neu</translation>
    </message>
    <message>
      <source>Engine to speak with</source>
      <translation>Engine, die spricht</translation>
    </message>
    <message>
      <source>Language</source>
      <translation>Sprache</translation>
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
      <source>The clip's voice is used; remove the clip to choose another one.</source>
      <translation>Die Stimme der Stimmprobe wird benutzt; entfernen Sie sie, um eine andere zu wählen.</translation>
    </message>
    <message>
      <source>The engine</source>
      <translation>Die Engine</translation>
    </message>
    <message>
      <source>The engine's own</source>
      <translation>Vorgabe</translation>
    </message>
    <message>
      <source>The same number brings the same sound again; empty: another one each time.</source>
      <translation>Dieselbe Zahl ergibt wieder denselben Klang; leer: jedes Mal einen anderen.</translation>
    </message>
    <message>
      <source>This engine has one voice.</source>
      <translation>Diese Engine hat nur eine Stimme.</translation>
    </message>
    <message>
      <source>This engine speaks one language.</source>
      <translation>Diese Engine spricht nur eine Sprache.</translation>
    </message>
    <message>
      <source>Voice</source>
      <translation>Stimme</translation>
    </message>
    <message>
      <source>{} (own voice)</source>
      <translation>{} (eigene Stimme)</translation>
    </message>
    <message>
      <source>{} does not clone voices.</source>
      <translation>{} kann keine Stimmen nachahmen.</translation>
    </message>
    <message>
      <source>{} has one speed.</source>
      <translation>{} hat nur ein Tempo.</translation>
    </message>
    <message>
      <source>{} takes no seed.</source>
      <translation>{} nimmt keinen Seed an.</translation>
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
    <name>Starts</name>
    <message>
      <source>{} was not started: {}</source>
      <translation>{} wurde nicht gestartet: {}</translation>
    </message>
  </context>
  <context>
    <name>TableBar</name>
    <message>
      <source>Columns</source>
      <translation>Spalten</translation>
    </message>
    <message>
      <source>Filter by name, state or device</source>
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
      <source>Show, hide, move and sort by columns</source>
      <translation>Spalten ein- und ausblenden, verschieben und danach sortieren</translation>
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
      <source>Type what the engine shall say.</source>
      <translation>Geben Sie ein, was die Engine sagen soll.</translation>
    </message>
  </context>
  <context>
    <name>TextRefusal</name>
    <message>
      <source>The text has {length} characters. At most {most} are spoken: divide it.</source>
      <translation>Der Text hat {length} Zeichen. Höchstens {most} werden gesprochen: Teilen Sie ihn auf.</translation>
    </message>
    <message>
      <source>The text holds damaged characters: paste it once more from where it was.</source>
      <translation>Der Text enthält beschädigte Zeichen: Fügen Sie ihn noch einmal von dort ein, wo er herkommt.</translation>
    </message>
    <message>
      <source>There is nothing in the text that could be spoken.</source>
      <translation>Der Text enthält nichts, was gesprochen werden könnte.</translation>
    </message>
    <message>
      <source>{engine} does not speak {language}: choose another engine.</source>
      <translation>{engine} spricht kein {language}: Wählen Sie eine andere Engine.</translation>
    </message>
    <message>
      <source>{language} is not written in these letters. Choose the text's own language, or an engine that speaks it.</source>
      <translation>{language} wird nicht in dieser Schrift geschrieben. Wählen Sie die Sprache des Textes oder eine Engine, die sie spricht.</translation>
    </message>
    <message>
      <source>{reason} Installed engines that can read it: {engines}.</source>
      <translation>{reason} Installierte Engines, die ihn lesen können: {engines}.</translation>
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
      <source>Choose a sound file to be written down</source>
      <translation>Eine Tondatei zum Transkribieren auswählen</translation>
    </message>
    <message>
      <source>Copy text</source>
      <translation>Text kopieren</translation>
    </message>
    <message>
      <source>Drop a sound file here, choose one, or record.</source>
      <translation>Ziehen Sie eine Tondatei hierher, wählen Sie eine aus, oder nehmen Sie auf.</translation>
    </message>
    <message>
      <source>E&amp;ngine</source>
      <translation>E&amp;ngine</translation>
    </message>
    <message>
      <source>Engine that listens</source>
      <translation>Engine, die zuhört</translation>
    </message>
    <message>
      <source>Find out</source>
      <translation>Automatisch erkennen</translation>
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
      <source>None of your engines turns speech into text: add one to the catalog.</source>
      <translation>Keine Ihrer Engines macht Sprache zu Text: Fügen Sie dem Katalog eine hinzu.</translation>
    </message>
    <message>
      <source>Nothing was said in it.</source>
      <translation>Darin wurde nichts gesagt.</translation>
    </message>
    <message>
      <source>Record what is to be written down</source>
      <translation>Aufnehmen, was transkribiert werden soll</translation>
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
      <source>Speak; it is written down when you stop, after ten minutes at most.</source>
      <translation>Sprechen Sie; nach dem Stoppen wird transkribiert, spätestens nach zehn Minuten.</translation>
    </message>
    <message>
      <source>Stop</source>
      <translation>Stopp</translation>
    </message>
    <message>
      <source>Stopped.</source>
      <translation>Gestoppt.</translation>
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
      <source>The language is {}.</source>
      <translation>Die Sprache ist {}.</translation>
    </message>
    <message>
      <source>The text was copied, without the times.</source>
      <translation>Der Text wurde ohne die Zeiten kopiert.</translation>
    </message>
    <message>
      <source>Transcribe</source>
      <translation>Transkribieren</translation>
    </message>
    <message>
      <source>Waits for your answer to the question above.</source>
      <translation>Wartet auf Ihre Antwort auf die Frage oben.</translation>
    </message>
    <message>
      <source>What is said in it is written below.</source>
      <translation>Was darin gesagt wird, steht dann unten.</translation>
    </message>
    <message>
      <source>What is said is written here, with the time at which it begins.</source>
      <translation>Hier steht, was gesagt wird, mit der Zeit, zu der es beginnt.</translation>
    </message>
    <message>
      <source>What was said</source>
      <translation>Was gesagt wurde</translation>
    </message>
    <message>
      <source>{done} of {all} heard</source>
      <translation>{done} von {all} angehört</translation>
    </message>
  </context>
  <context>
    <name>Transcribing</name>
    <message>
      <source>The engine was stopped before it had heard it all.</source>
      <translation>Die Engine wurde gestoppt, bevor sie alles gehört hatte.</translation>
    </message>
  </context>
  <context>
    <name>TrayIcon</name>
    <message>
      <source>Closing the window leaves the engines at work. Quit from this icon's menu.</source>
      <translation>Nach dem Schließen des Fensters arbeiten die Engines weiter. Beenden können Sie im Menü dieses Symbols.</translation>
    </message>
    <message>
      <source>Engine Room</source>
      <translation>Engine Room</translation>
    </message>
    <message>
      <source>Engine Room is still running</source>
      <translation>Engine Room läuft weiter</translation>
    </message>
    <message>
      <source>Engine Room: stopping the engines…</source>
      <translation>Engine Room: Engines werden gestoppt …</translation>
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
      <source>Stopping the engines…</source>
      <translation>Engines werden gestoppt …</translation>
    </message>
    <message>
      <source>{} (there is none here)</source>
      <translation>{} (hier nicht vorhanden)</translation>
    </message>
  </context>
  <context>
    <name>VoicesPage</name>
    <message>
      <source>&amp;Add a voice…</source>
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
      <source>&amp;Words that are said</source>
      <translation>Gesprochene &amp;Worte</translation>
    </message>
    <message>
      <source>Choose a recording of the voice</source>
      <translation>Aufnahme der Stimme wählen</translation>
    </message>
    <message>
      <source>Delete</source>
      <translation>Löschen</translation>
    </message>
    <message>
      <source>Delete the voice {}?</source>
      <translation>Die Stimme {} löschen?</translation>
    </message>
    <message>
      <source>Its recording is deleted from Engine Room. What it was made from stays.</source>
      <translation>Ihre Aufnahme wird in Engine Room gelöscht. Woraus sie gemacht wurde, bleibt.</translation>
    </message>
    <message>
      <source>Keep</source>
      <translation>Behalten</translation>
    </message>
    <message>
      <source>Recording</source>
      <translation>Aufnahme</translation>
    </message>
    <message>
      <source>Some engines need them, all clone better with them.</source>
      <translation>Manche Engines brauchen sie, alle klonen damit besser.</translation>
    </message>
    <message>
      <source>There are none yet. A voice is a recording of 5 to 30 seconds in which one person speaks; engines that clone speak as they do. Take only voices whose owners agree.</source>
      <translation>Noch gibt es keine. Eine Stimme ist eine Aufnahme von 5 bis 30 Sekunden, in der ein Mensch spricht; Engines, die klonen, sprechen dann wie er. Nehmen Sie nur Stimmen, deren Besitzer einverstanden sind.</translation>
    </message>
    <message>
      <source>Voices</source>
      <translation>Stimmen</translation>
    </message>
  </context>
  <context>
    <name>Waveform</name>
    <message>
      <source>Click, or press an arrow key, to hear it from there</source>
      <translation>Klicken oder eine Pfeiltaste drücken, um von dort an zu hören</translation>
    </message>
    <message>
      <source>Position in the speech</source>
      <translation>Stelle in der Sprachausgabe</translation>
    </message>
    <message>
      <source>What is said is drawn here while it is spoken.</source>
      <translation>Was gesagt wird, wird hier während des Sprechens gezeichnet.</translation>
    </message>
  </context>
  <context>
    <name>WelcomeBanner</name>
    <message>
      <source>Every engine runs in a process of its own. One needs no GPU: hear it now, or choose others.</source>
      <translation>Jede Engine läuft in einem eigenen Prozess. Eine braucht keine GPU: jetzt anhören oder andere wählen.</translation>
    </message>
    <message>
      <source>Got it</source>
      <translation>Verstanden</translation>
    </message>
    <message>
      <source>Hear {}</source>
      <translation>{} anhören</translation>
    </message>
    <message>
      <source>Install and hear {}</source>
      <translation>{} installieren und anhören</translation>
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
      <source>Welcome to Engine Room</source>
      <translation>Willkommen bei Engine Room</translation>
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
      <source>As they were at first</source>
      <translation>Wie am Anfang</translation>
    </message>
    <message>
      <source>Catalog’s order</source>
      <translation>Reihenfolge des Katalogs</translation>
    </message>
    <message>
      <source>Columns</source>
      <translation>Spalten</translation>
    </message>
    <message>
      <source>Hide {}</source>
      <translation>{} ausblenden</translation>
    </message>
    <message>
      <source>Make {} narrower</source>
      <translation>{} schmaler machen</translation>
    </message>
    <message>
      <source>Make {} wider</source>
      <translation>{} breiter machen</translation>
    </message>
    <message>
      <source>Move {} to the left</source>
      <translation>{} nach links verschieben</translation>
    </message>
    <message>
      <source>Move {} to the right</source>
      <translation>{} nach rechts verschieben</translation>
    </message>
    <message>
      <source>Sort by {}, largest first</source>
      <translation>Nach {} sortieren, absteigend</translation>
    </message>
    <message>
      <source>Sort by {}, smallest first</source>
      <translation>Nach {} sortieren, aufsteigend</translation>
    </message>
    <message>
      <source>The column {}</source>
      <translation>Die Spalte {}</translation>
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
      <source>Nothing that has to be installed</source>
      <translation>Nichts, was installiert werden muss</translation>
    </message>
    <message>
      <source>The catalog does not say</source>
      <translation>Keine Angabe im Katalog</translation>
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
      <source>{} of GPU memory, as declared</source>
      <translation>{} GPU-Speicher, laut Angabe</translation>
    </message>
    <message>
      <source>{} of GPU memory, as measured</source>
      <translation>{} GPU-Speicher, laut Messung</translation>
    </message>
  </context>
  <context>
    <name>engine_page</name>
    <message>
      <source>AMD GPUs</source>
      <translation>AMD-GPUs</translation>
    </message>
    <message>
      <source>All are there.</source>
      <translation>Alle sind vorhanden.</translation>
    </message>
    <message>
      <source>All of it is whole.</source>
      <translation>Alles ist in Ordnung.</translation>
    </message>
    <message>
      <source>Apple GPUs</source>
      <translation>Apple-GPUs</translation>
    </message>
    <message>
      <source>Build of torch</source>
      <translation>Torch-Variante</translation>
    </message>
    <message>
      <source>CPU</source>
      <translation>CPU</translation>
    </message>
    <message>
      <source>Cancelled: what has arrived is kept for the next time.</source>
      <translation>Abgebrochen: was schon da ist, bleibt für das nächste Mal.</translation>
    </message>
    <message>
      <source>Code</source>
      <translation>Code</translation>
    </message>
    <message>
      <source>Copying its weights</source>
      <translation>Die Gewichte werden kopiert</translation>
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
      <source>Install what is missing…</source>
      <translation>Fehlendes installieren …</translation>
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
      <source>It can speak in the voice of a clip of at least {} s.</source>
      <translation>Kann mit der Stimme einer Stimmprobe von mindestens {} s sprechen.</translation>
    </message>
    <message>
      <source>It can speak in the voice of a clip.</source>
      <translation>Kann mit der Stimme einer Stimmprobe sprechen.</translation>
    </message>
    <message>
      <source>It does not fit on {device}, which has {size}.</source>
      <translation>Passt nicht auf {device} mit {size}.</translation>
    </message>
    <message>
      <source>It fits on {}.</source>
      <translation>Passt auf {}.</translation>
    </message>
    <message>
      <source>It has been removed.</source>
      <translation>Die Engine wurde entfernt.</translation>
    </message>
    <message>
      <source>It needs no GPU.</source>
      <translation>Braucht keine GPU.</translation>
    </message>
    <message>
      <source>It speaks in the voice of a clip of at least {} s whose words you know.</source>
      <translation>Spricht mit der Stimme einer Stimmprobe von mindestens {} s, deren Wortlaut bekannt ist.</translation>
    </message>
    <message>
      <source>It speaks in the voice of a clip whose words you know.</source>
      <translation>Spricht mit der Stimme einer Stimmprobe, deren Wortlaut bekannt ist.</translation>
    </message>
    <message>
      <source>It takes about {needed}; {free} are free.</source>
      <translation>Nötig sind etwa {needed}; frei sind {free}.</translation>
    </message>
    <message>
      <source>Its packages</source>
      <translation>Die Pakete</translation>
    </message>
    <message>
      <source>Its packages are what they were before the last change.</source>
      <translation>Die Pakete sind wieder wie vor der letzten Änderung.</translation>
    </message>
    <message>
      <source>Its packages only</source>
      <translation>Nur die Pakete</translation>
    </message>
    <message>
      <source>Its weights and its packages</source>
      <translation>Gewichte und Pakete</translation>
    </message>
    <message>
      <source>Looking whether all of it is whole</source>
      <translation>Alles wird überprüft</translation>
    </message>
    <message>
      <source>NVIDIA GPUs</source>
      <translation>NVIDIA-GPUs</translation>
    </message>
    <message>
      <source>No GPU here has room for it: it runs on the CPU, more slowly.</source>
      <translation>Keine GPU hat hier Platz dafür: läuft auf der CPU, langsamer.</translation>
    </message>
    <message>
      <source>Not all of it is whole: {}</source>
      <translation>Nicht alles ist in Ordnung: {}</translation>
    </message>
    <message>
      <source>Not installed</source>
      <translation>Nicht installiert</translation>
    </message>
    <message>
      <source>One of its own</source>
      <translation>Eine eigene</translation>
    </message>
    <message>
      <source>Packages</source>
      <translation>Pakete</translation>
    </message>
    <message>
      <source>Putting its packages back</source>
      <translation>Die Pakete werden zurückgesetzt</translation>
    </message>
    <message>
      <source>Python itself comes from {}.</source>
      <translation>Python selbst kommt von {}.</translation>
    </message>
    <message>
      <source>Removing it</source>
      <translation>Die Engine wird entfernt</translation>
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
      <source>Speaks a text.</source>
      <translation>Spricht einen Text.</translation>
    </message>
    <message>
      <source>The catalog does not say</source>
      <translation>Der Katalog sagt es nicht</translation>
    </message>
    <message>
      <source>The clip’s</source>
      <translation>Die der Stimmprobe</translation>
    </message>
    <message>
      <source>The code {}</source>
      <translation>Der Code {}</translation>
    </message>
    <message>
      <source>The first sound comes before all of it is made.</source>
      <translation>Der erste Ton kommt, bevor alles fertig ist.</translation>
    </message>
    <message>
      <source>The text comes while it listens.</source>
      <translation>Der Text kommt schon beim Zuhören.</translation>
    </message>
    <message>
      <source>The weights are there, and whole.</source>
      <translation>Die Gewichte sind da und in Ordnung.</translation>
    </message>
    <message>
      <source>The weights are there; nobody could be asked whether they are whole.</source>
      <translation>Die Gewichte sind da; ob sie in Ordnung sind, konnte nicht erfragt werden.</translation>
    </message>
    <message>
      <source>The weights {}</source>
      <translation>Die Gewichte {}</translation>
    </message>
    <message>
      <source>They are shared with {}.</source>
      <translation>Gemeinsam mit {}.</translation>
    </message>
    <message>
      <source>This computer has no GPU that it can use.</source>
      <translation>Dieser Computer hat keine GPU, die dafür geeignet ist.</translation>
    </message>
    <message>
      <source>This computer has no GPU that it can use: it runs on the CPU, more slowly.</source>
      <translation>Dieser Computer hat keine GPU, die dafür geeignet ist: läuft auf der CPU, langsamer.</translation>
    </message>
    <message>
      <source>Turns speech into text.</source>
      <translation>Macht aus Sprache Text.</translation>
    </message>
    <message>
      <source>Update or repair needed</source>
      <translation>Update oder Reparatur nötig</translation>
    </message>
    <message>
      <source>Weights</source>
      <translation>Gewichte</translation>
    </message>
    <message>
      <source>about {} of GPU memory</source>
      <translation>etwa {} GPU-Speicher</translation>
    </message>
    <message>
      <source>about {} of the computer’s memory (RAM)</source>
      <translation>etwa {} Arbeitsspeicher (RAM)</translation>
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
      <source>{count} to install, on Python {python}.</source>
      <translation>{count} zu installieren, mit Python {python}.</translation>
    </message>
    <message>
      <source>{count} to install, {size}, on Python {python}.</source>
      <translation>{count} zu installieren, {size}, mit Python {python}.</translation>
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
      <source>{free} are free.</source>
      <translation>Frei sind {free}.</translation>
    </message>
    <message>
      <source>{names} and {count} more</source>
      <translation>{names} und {count} weitere</translation>
    </message>
    <message>
      <source>{now}. After that: {engines}</source>
      <translation>{now}. Danach: {engines}</translation>
    </message>
    <message>
      <source>{progress}: {detail}</source>
      <translation>{progress}: {detail}</translation>
    </message>
    <message>
      <source>{repository}: about {size} ({license}).</source>
      <translation>{repository}: etwa {size} ({license}).</translation>
    </message>
    <message>
      <source>{repository}: nobody knows how large ({license}).</source>
      <translation>{repository}: Größe unbekannt ({license}).</translation>
    </message>
    <message>
      <source>{repository}: they are there ({license}).</source>
      <translation>{repository}: vorhanden ({license}).</translation>
    </message>
    <message>
      <source>{repository}: {size} ({license}).</source>
      <translation>{repository}: {size} ({license}).</translation>
    </message>
    <message>
      <source>{} is installed.</source>
      <translation>{} ist installiert.</translation>
    </message>
    <message>
      <source>{} of GPU memory, as measured</source>
      <translation>{} GPU-Speicher, gemessen</translation>
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
      <source>{} of weights, and its packages</source>
      <translation>{} Gewichte, dazu die Pakete</translation>
    </message>
    <message>
      <source>{}: not for commercial use</source>
      <translation>{}: keine kommerzielle Nutzung</translation>
    </message>
    <message>
      <source>{}…</source>
      <translation>{} …</translation>
    </message>
  </context>
  <context>
    <name>failures</name>
    <message>
      <source>Accept it on the model’s page, log in on this computer, and start the engine again.</source>
      <translation>Stimmen Sie ihr auf der Seite des Modells zu, melden Sie sich auf diesem Rechner an, und starten Sie die Engine erneut.</translation>
    </message>
    <message>
      <source>Check the connection first.</source>
      <translation>Prüfen Sie zuerst die Verbindung.</translation>
    </message>
    <message>
      <source>Choose another engine, or a newer release of this one.</source>
      <translation>Wählen Sie eine andere Engine oder eine neuere Version dieser Engine.</translation>
    </message>
    <message>
      <source>Choose another engine, or an older release of this one.</source>
      <translation>Wählen Sie eine andere Engine oder eine ältere Version dieser Engine.</translation>
    </message>
    <message>
      <source>Choose another engine, or another release of this one.</source>
      <translation>Wählen Sie eine andere Engine oder eine andere Version dieser Engine.</translation>
    </message>
    <message>
      <source>Fix {engine} to the CPU, and start it there</source>
      <translation>{engine} fest der CPU zuordnen und dort starten</translation>
    </message>
    <message>
      <source>Free some disk space first.</source>
      <translation>Schaffen Sie zuerst Platz auf der Festplatte.</translation>
    </message>
    <message>
      <source>Fresh copies of what its catalog entry declares may mend it.</source>
      <translation>Frische Kopien dessen, was ihr Katalogeintrag nennt, können es beheben.</translation>
    </message>
    <message>
      <source>If it happens again, a report helps whoever maintains the engine.</source>
      <translation>Wenn es wieder geschieht, hilft ein Bericht denen, die die Engine pflegen.</translation>
    </message>
    <message>
      <source>Install a newer driver, and start the computer again.</source>
      <translation>Installieren Sie einen neueren Treiber, und starten Sie den Rechner neu.</translation>
    </message>
    <message>
      <source>Install again</source>
      <translation>Neu installieren</translation>
    </message>
    <message>
      <source>Install fresh copies of what {engine} declares, and start it</source>
      <translation>Frische Kopien dessen installieren, was {engine} benötigt, und starten</translation>
    </message>
    <message>
      <source>Install it by the system’s own means first.</source>
      <translation>Installieren Sie sie zuerst mit den Mitteln des Systems.</translation>
    </message>
    <message>
      <source>Install {engine} once more</source>
      <translation>{engine} noch einmal installieren</translation>
    </message>
    <message>
      <source>Installing it again chooses the build of torch for this GPU.</source>
      <translation>Beim erneuten Installieren wird der Build von torch gewählt, der zu dieser GPU passt.</translation>
    </message>
    <message>
      <source>Installing it again downloads what is missing.</source>
      <translation>Beim erneuten Installieren wird heruntergeladen, was fehlt.</translation>
    </message>
    <message>
      <source>It can run on the CPU, more slowly.</source>
      <translation>Sie kann langsamer auf der CPU laufen.</translation>
    </message>
    <message>
      <source>Its catalog entry declares nothing that could be installed.</source>
      <translation>Ihr Katalogeintrag nennt nichts, was installiert werden könnte.</translation>
    </message>
    <message>
      <source>Make room and start</source>
      <translation>Platz schaffen und starten</translation>
    </message>
    <message>
      <source>One more engine has failed.</source>
      <translation>Noch eine Engine ist ausgefallen.</translation>
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
      <source>Run on the CPU</source>
      <translation>Auf der CPU starten</translation>
    </message>
    <message>
      <source>Show log</source>
      <translation>Protokoll zeigen</translation>
    </message>
    <message>
      <source>Show what {engine} wrote</source>
      <translation>Zeigen, was {engine} geschrieben hat</translation>
    </message>
    <message>
      <source>Start again</source>
      <translation>Erneut starten</translation>
    </message>
    <message>
      <source>Start {engine} again</source>
      <translation>{engine} erneut starten</translation>
    </message>
    <message>
      <source>Stop other engines or close other programs first.</source>
      <translation>Stoppen Sie zuerst andere Engines, oder schließen Sie andere Programme.</translation>
    </message>
    <message>
      <source>Stop what is needed less, and start {engine} with more memory</source>
      <translation>Weniger Gebrauchtes stoppen und {engine} mit mehr Speicher starten</translation>
    </message>
    <message>
      <source>The GPU is too new for {engine}’s version of torch.</source>
      <translation>Die GPU ist zu neu für die torch-Version von {engine}.</translation>
    </message>
    <message>
      <source>The GPU is too old for {engine}’s version of torch.</source>
      <translation>Die GPU ist zu alt für die torch-Version von {engine}.</translation>
    </message>
    <message>
      <source>The GPU’s driver is too old for {engine}.</source>
      <translation>Der GPU-Treiber ist zu alt für {engine}.</translation>
    </message>
    <message>
      <source>Try again</source>
      <translation>Erneut versuchen</translation>
    </message>
    <message>
      <source>When it starts again, more memory is kept for it.</source>
      <translation>Beim nächsten Start wird mehr Speicher für sie reserviert.</translation>
    </message>
    <message>
      <source>{engine} could not be installed.</source>
      <translation>{engine} konnte nicht installiert werden.</translation>
    </message>
    <message>
      <source>{engine} could not be started.</source>
      <translation>{engine} konnte nicht gestartet werden.</translation>
    </message>
    <message>
      <source>{engine} crashed in its native code ({subject}).</source>
      <translation>{engine} ist in nativem Code abgestürzt ({subject}).</translation>
    </message>
    <message>
      <source>{engine} crashed in its native code.</source>
      <translation>{engine} ist in nativem Code abgestürzt.</translation>
    </message>
    <message>
      <source>{engine} found the disk full.</source>
      <translation>{engine}: Die Festplatte ist voll.</translation>
    </message>
    <message>
      <source>{engine} has crashed.</source>
      <translation>{engine} ist abgestürzt.</translation>
    </message>
    <message>
      <source>{engine} misses a Python package.</source>
      <translation>{engine} fehlt ein Python-Paket.</translation>
    </message>
    <message>
      <source>{engine} misses a library, or has one that does not fit.</source>
      <translation>{engine} fehlt eine Bibliothek, oder sie passt nicht.</translation>
    </message>
    <message>
      <source>{engine} misses the Python package {subject}.</source>
      <translation>{engine} fehlt das Python-Paket {subject}.</translation>
    </message>
    <message>
      <source>{engine} misses the data of espeak, which turns text into sounds.</source>
      <translation>{engine} fehlen die Daten von espeak, das Text in Laute umsetzt.</translation>
    </message>
    <message>
      <source>{engine} misses the library {subject}, or has one that does not fit.</source>
      <translation>{engine} fehlt die Bibliothek {subject}, oder sie passt nicht.</translation>
    </message>
    <message>
      <source>{engine} needed the network, and could not reach it.</source>
      <translation>{engine} brauchte das Netzwerk und konnte es nicht erreichen.</translation>
    </message>
    <message>
      <source>{engine} ran out of GPU memory.</source>
      <translation>{engine} ist der GPU-Speicher ausgegangen.</translation>
    </message>
    <message>
      <source>{engine} ran out of memory.</source>
      <translation>{engine} ist der Speicher ausgegangen.</translation>
    </message>
    <message>
      <source>{engine} ran out of this computer’s memory (RAM).</source>
      <translation>{engine} ist der Arbeitsspeicher (RAM) ausgegangen.</translation>
    </message>
    <message>
      <source>{engine} was ended by something outside ({subject}).</source>
      <translation>{engine} wurde von außen beendet ({subject}).</translation>
    </message>
    <message>
      <source>{engine} was ended by the system, probably for want of memory (RAM).</source>
      <translation>{engine} wurde vom System beendet, wohl aus Mangel an Arbeitsspeicher (RAM).</translation>
    </message>
    <message>
      <source>{engine} was not given its model: the licence must be accepted.</source>
      <translation>{engine} hat sein Modell nicht erhalten: Der Lizenz muss zugestimmt werden.</translation>
    </message>
    <message>
      <source>{engine} was not given the model {subject}: its licence must be accepted.</source>
      <translation>{engine} hat das Modell {subject} nicht erhalten: Seiner Lizenz muss zugestimmt werden.</translation>
    </message>
    <message>
      <source>{engine}’s code is not installed completely.</source>
      <translation>Der Code von {engine} ist nicht vollständig installiert.</translation>
    </message>
    <message>
      <source>{engine}’s libraries need an older version of numpy.</source>
      <translation>Die Bibliotheken von {engine} brauchen eine ältere Version von numpy.</translation>
    </message>
    <message>
      <source>{engine}’s libraries were not built for this model of GPU.</source>
      <translation>Die Bibliotheken von {engine} sind nicht für dieses GPU-Modell gebaut.</translation>
    </message>
    <message>
      <source>{engine}’s model has not been downloaded completely.</source>
      <translation>Das Modell von {engine} wurde nicht vollständig heruntergeladen.</translation>
    </message>
    <message>
      <source>{engine}’s version of torch cannot use a GPU.</source>
      <translation>Die torch-Version von {engine} kann keine GPU nutzen.</translation>
    </message>
    <message>
      <source>{} more engines have failed.</source>
      <translation>{} weitere Engines sind ausgefallen.</translation>
    </message>
  </context>
  <context>
    <name>figures</name>
    <message>
      <source>{factor} ({speed} × real time)</source>
      <translation>{factor} ({speed} × Echtzeit)</translation>
    </message>
  </context>
  <context>
    <name>memory</name>
    <message>
      <source>Bring engines back</source>
      <translation>Engines zurückholen</translation>
    </message>
    <message>
      <source>Bringing the engines back…</source>
      <translation>Engines werden zurückgeholt …</translation>
    </message>
    <message>
      <source>Do not wait until it has been said to the end</source>
      <translation>Nicht warten, bis zu Ende gesprochen ist</translation>
    </message>
    <message>
      <source>Give me my GPU</source>
      <translation>GPU freigeben</translation>
    </message>
    <message>
      <source>Handing over the GPU once {engines} finished, in {seconds} s at the latest</source>
      <translation>Die GPU wird frei, sobald {engines}, spätestens in {seconds} s</translation>
    </message>
    <message>
      <source>Handing over the GPU…</source>
      <translation>Die GPU wird freigegeben …</translation>
    </message>
    <message>
      <source>No engine starts on the GPU until you bring them back.</source>
      <translation>Bis Sie die Engines zurückholen, startet keine auf der GPU.</translation>
    </message>
    <message>
      <source>Start the same engines again</source>
      <translation>Dieselben Engines wieder starten</translation>
    </message>
    <message>
      <source>Stop every engine on the GPU, until you bring them back</source>
      <translation>Alle Engines auf der GPU stoppen, bis Sie sie zurückholen</translation>
    </message>
    <message>
      <source>Stop it now</source>
      <translation>Jetzt stoppen</translation>
    </message>
    <message>
      <source>Stop them now</source>
      <translation>Jetzt alle stoppen</translation>
    </message>
    <message>
      <source>The GPU has been handed over already</source>
      <translation>Die GPU ist bereits freigegeben</translation>
    </message>
    <message>
      <source>The GPU has not been read yet</source>
      <translation>Die GPU wurde noch nicht ausgelesen</translation>
    </message>
    <message>
      <source>The GPU is being handed over</source>
      <translation>Die GPU wird gerade freigegeben</translation>
    </message>
    <message>
      <source>The GPU is yours.</source>
      <translation>Die GPU ist frei.</translation>
    </message>
    <message>
      <source>The GPU is yours: one engine stopped.</source>
      <translation>Die GPU ist frei: Eine Engine wurde gestoppt.</translation>
    </message>
    <message>
      <source>The GPU is yours: {} engines stopped.</source>
      <translation>Die GPU ist frei: {} Engines wurden gestoppt.</translation>
    </message>
    <message>
      <source>The engines are being started</source>
      <translation>Die Engines werden gestartet</translation>
    </message>
    <message>
      <source>There is no GPU on this machine</source>
      <translation>Dieser Rechner hat keine GPU</translation>
    </message>
    <message>
      <source>{engines} come back then.</source>
      <translation>{engines} kommen dann zurück.</translation>
    </message>
    <message>
      <source>{engines} comes back then.</source>
      <translation>{engines} kommt dann zurück.</translation>
    </message>
    <message>
      <source>{} has</source>
      <translation>{} fertig ist</translation>
    </message>
    <message>
      <source>{} have</source>
      <translation>{} fertig sind</translation>
    </message>
  </context>
  <context>
    <name>promises</name>
    <message>
      <source>Can still be promised</source>
      <translation>Noch zu vergeben</translation>
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
      <source>Promised and not taken yet</source>
      <translation>Zugesagt, aber noch nicht belegt</translation>
    </message>
    <message>
      <source>System memory</source>
      <translation>Arbeitsspeicher</translation>
    </message>
    <message>
      <source>{held} of {promised} promised</source>
      <translation>{held} von {promised} zugesagt</translation>
    </message>
    <message>
      <source>{used} of {total} in use</source>
      <translation>{used} von {total} belegt</translation>
    </message>
    <message>
      <source>{} promised</source>
      <translation>{} zugesagt</translation>
    </message>
  </context>
  <context>
    <name>quitting</name>
    <message>
      <source>Still being installed: {}.</source>
      <translation>Wird noch installiert: {}.</translation>
    </message>
    <message>
      <source>{} are working: what they have not finished is lost.</source>
      <translation>{} arbeiten noch: Was nicht fertig ist, geht verloren.</translation>
    </message>
    <message>
      <source>{} is working: what it has not finished is lost.</source>
      <translation>{} arbeitet noch: Was nicht fertig ist, geht verloren.</translation>
    </message>
  </context>
  <context>
    <name>said</name>
    <message>
      <source>A Python package is missing from its environment.</source>
      <translation>In ihrer Umgebung fehlt ein Python-Paket.</translation>
    </message>
    <message>
      <source>A library that it needs is missing, or does not fit.</source>
      <translation>Eine Bibliothek, die sie braucht, fehlt oder passt nicht.</translation>
    </message>
    <message>
      <source>A voice needs a name.</source>
      <translation>Eine Stimme braucht einen Namen.</translation>
    </message>
    <message>
      <source>A voice's name has {} letters at most, on one line.</source>
      <translation>Der Name einer Stimme hat höchstens {} Buchstaben, in einer Zeile.</translation>
    </message>
    <message>
      <source>An access token is one word of letters and digits, such as hf_abc.</source>
      <translation>Ein Zugangstoken ist ein einziges Wort aus Buchstaben und Ziffern, etwa hf_abc.</translation>
    </message>
    <message>
      <source>Building</source>
      <translation>Wird gebaut</translation>
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
      <source>Compiled</source>
      <translation>Übersetzt</translation>
    </message>
    <message>
      <source>Copying</source>
      <translation>Wird kopiert</translation>
    </message>
    <message>
      <source>Creating environment</source>
      <translation>Umgebung wird angelegt</translation>
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
      <source>Fetching code</source>
      <translation>Code wird geholt</translation>
    </message>
    <message>
      <source>Fetching the code of {engine} was cancelled; install it again when wanted.</source>
      <translation>Das Holen des Codes von {engine} wurde abgebrochen; bei Bedarf erneut installieren.</translation>
    </message>
    <message>
      <source>Files of the code beside its packages are damaged: {files}.</source>
      <translation>Dateien des Codes neben den Paketen sind beschädigt: {files}.</translation>
    </message>
    <message>
      <source>Files of the package {package} are missing from the environment {name}, or damaged: {count}.</source>
      <translation>Dateien des Pakets {package} fehlen in der Umgebung {name} oder sind beschädigt: {count}.</translation>
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
      <source>Installing {engine} was cancelled; what has arrived is kept, and it goes on from there.</source>
      <translation>Die Installation von {engine} wurde abgebrochen; was schon da ist, bleibt, und von dort geht es weiter.</translation>
    </message>
    <message>
      <source>It ended without saying why.</source>
      <translation>Sie ist ohne Angabe von Gründen beendet.</translation>
    </message>
    <message>
      <source>It gave no sign of life for too long.</source>
      <translation>Sie gab zu lange kein Lebenszeichen.</translation>
    </message>
    <message>
      <source>It needed the network, and could not reach it.</source>
      <translation>Sie brauchte das Netz und konnte es nicht erreichen.</translation>
    </message>
    <message>
      <source>It ran out of GPU memory.</source>
      <translation>Der GPU-Speicher reichte ihr nicht.</translation>
    </message>
    <message>
      <source>It ran out of memory.</source>
      <translation>Der Speicher reichte ihr nicht.</translation>
    </message>
    <message>
      <source>It ran out of this computer's memory (RAM).</source>
      <translation>Der Arbeitsspeicher (RAM) dieses Computers reichte ihr nicht.</translation>
    </message>
    <message>
      <source>It takes about {needed}, and the disk has {free} left: free some space, and try again.</source>
      <translation>Es braucht etwa {needed}, und auf dem Datenträger sind noch {free} frei: Platz schaffen und erneut versuchen.</translation>
    </message>
    <message>
      <source>Its libraries need an older version of numpy.</source>
      <translation>Ihre Bibliotheken brauchen eine ältere Version von numpy.</translation>
    </message>
    <message>
      <source>Its libraries were not built for this model of GPU.</source>
      <translation>Ihre Bibliotheken wurden nicht für dieses GPU-Modell gebaut.</translation>
    </message>
    <message>
      <source>Its model could not be loaded.</source>
      <translation>Ihr Modell konnte nicht geladen werden.</translation>
    </message>
    <message>
      <source>Its model has not been downloaded completely.</source>
      <translation>Ihr Modell ist nicht vollständig heruntergeladen.</translation>
    </message>
    <message>
      <source>Its model is given only to those who accept the licence.</source>
      <translation>Ihr Modell bekommt nur, wer die Lizenz annimmt.</translation>
    </message>
    <message>
      <source>Its native code made a fatal mistake ({}).</source>
      <translation>Ihr nativer Code machte einen fatalen Fehler ({}).</translation>
    </message>
    <message>
      <source>Its native code made a fatal mistake.</source>
      <translation>Ihr nativer Code machte einen fatalen Fehler.</translation>
    </message>
    <message>
      <source>Its version of torch cannot use a GPU.</source>
      <translation>Ihre Version von torch kann keine GPU nutzen.</translation>
    </message>
    <message>
      <source>Looking for packages</source>
      <translation>Pakete werden gesucht</translation>
    </message>
    <message>
      <source>Looking what is missing</source>
      <translation>Es wird nachgesehen, was fehlt</translation>
    </message>
    <message>
      <source>Looking what {engine} needs was cancelled.</source>
      <translation>Das Nachsehen, was {engine} braucht, wurde abgebrochen.</translation>
    </message>
    <message>
      <source>No build of torch {versions} runs on {gpu}.</source>
      <translation>Kein Build von torch {versions} läuft auf {gpu}.</translation>
    </message>
    <message>
      <source>On a Mac torch has one build, for the processor and Apple's GPU.</source>
      <translation>Auf dem Mac hat torch nur einen Build, für den Prozessor und Apples GPU.</translation>
    </message>
    <message>
      <source>Python {versions} is needed; this machine has none, and none is on offer for it. What to do: install one that is in this range, and put it on the search path.</source>
      <translation>Gebraucht wird Python {versions}; auf diesem Rechner ist keines, und für ihn wird keines angeboten. Was zu tun ist: eines aus diesem Bereich installieren und in den Suchpfad aufnehmen.</translation>
    </message>
    <message>
      <source>Python {versions} is needed; this machine has none, and none is to be downloaded. What to do: install one that is in this range, and put it on the search path.</source>
      <translation>Gebraucht wird Python {versions}; auf diesem Rechner ist keines, und heruntergeladen werden soll keines. Was zu tun ist: eines aus diesem Bereich installieren und in den Suchpfad aufnehmen.</translation>
    </message>
    <message>
      <source>Python {version} was downloaded to {folder}, and is not there. What to do: install Python of that version, and try again.</source>
      <translation>Python {version} wurde nach {folder} heruntergeladen und ist nicht dort. Was zu tun ist: Python in dieser Version installieren und es noch einmal versuchen.</translation>
    </message>
    <message>
      <source>Resolved</source>
      <translation>Aufgelöst</translation>
    </message>
    <message>
      <source>Something outside ended it ({}).</source>
      <translation>Etwas von außen hat sie beendet ({}).</translation>
    </message>
    <message>
      <source>Sound files other than WAV need the Python package soundfile; install it with: pip install --force-reinstall soundfile ({cause}).</source>
      <translation>Andere Tondateien als WAV brauchen das Python-Paket soundfile; installieren Sie es mit: pip install --force-reinstall soundfile ({cause}).</translation>
    </message>
    <message>
      <source>The GPU is too new for its version of torch.</source>
      <translation>Die GPU ist zu neu für ihre Version von torch.</translation>
    </message>
    <message>
      <source>The GPU is too old for its version of torch.</source>
      <translation>Die GPU ist zu alt für ihre Version von torch.</translation>
    </message>
    <message>
      <source>The GPU's driver is too old for it.</source>
      <translation>Der Treiber der GPU ist zu alt für sie.</translation>
    </message>
    <message>
      <source>The PortAudio library is not installed; install it with: sudo apt install libportaudio2 (Debian, Ubuntu), or portaudio (Fedora, Arch). Then play again ({cause}).</source>
      <translation>Die Bibliothek PortAudio ist nicht installiert; installieren Sie sie mit: sudo apt install libportaudio2 (Debian, Ubuntu) oder portaudio (Fedora, Arch). Spielen Sie dann noch einmal ab ({cause}).</translation>
    </message>
    <message>
      <source>The PortAudio library that comes with sounddevice could not be loaded; reinstall it with: pip install --force-reinstall sounddevice. Then play again ({cause}).</source>
      <translation>Die Bibliothek PortAudio, die mit sounddevice kommt, konnte nicht geladen werden; installieren Sie sie neu mit: pip install --force-reinstall sounddevice. Spielen Sie dann noch einmal ab ({cause}).</translation>
    </message>
    <message>
      <source>The Python package sounddevice is not installed; install it with: pip install sounddevice. Then play again ({cause}).</source>
      <translation>Das Python-Paket sounddevice ist nicht installiert; installieren Sie es mit: pip install sounddevice. Spielen Sie dann noch einmal ab ({cause}).</translation>
    </message>
    <message>
      <source>The Python package {} is missing from its environment.</source>
      <translation>In ihrer Umgebung fehlt das Python-Paket {}.</translation>
    </message>
    <message>
      <source>The accepted licences in {file} could not all be read ({reason}). The others are asked for again; {kept}.</source>
      <translation>Die angenommenen Lizenzen in {file} waren nicht alle zu lesen ({reason}). Nach den übrigen wird noch einmal gefragt; {kept}.</translation>
    </message>
    <message>
      <source>The accepted licences in {file} could not be opened ({error}).</source>
      <translation>Die angenommenen Lizenzen in {file} ließen sich nicht öffnen ({error}).</translation>
    </message>
    <message>
      <source>The chosen sound output '{device}' is not connected; connect it, or choose another output device.</source>
      <translation>Die gewählte Tonausgabe „{device}“ ist nicht angeschlossen; schließen Sie sie an, oder wählen Sie eine andere.</translation>
    </message>
    <message>
      <source>The code beside its packages is missing, or of another version.</source>
      <translation>Der Code neben den Paketen fehlt oder hat eine andere Version.</translation>
    </message>
    <message>
      <source>The code of {engine} could not be fetched: {cause}</source>
      <translation>Der Code von {engine} konnte nicht geholt werden: {cause}</translation>
    </message>
    <message>
      <source>The code of {engine} in {folder} could not be removed: {error}. What to do: stop the engine, and check the folder's rights.</source>
      <translation>Der Code von {engine} in {folder} konnte nicht entfernt werden: {error}. Abhilfe: die Engine stoppen und die Rechte des Ordners prüfen.</translation>
    </message>
    <message>
      <source>The code that it needs beside its packages is not installed.</source>
      <translation>Der Code, den sie neben ihren Paketen braucht, ist nicht installiert.</translation>
    </message>
    <message>
      <source>The data of espeak, which turns text into sounds, is missing.</source>
      <translation>Die Daten von espeak, das Text in Laute umsetzt, fehlen.</translation>
    </message>
    <message>
      <source>The disk is full.</source>
      <translation>Der Datenträger ist voll.</translation>
    </message>
    <message>
      <source>The environment has this build already.</source>
      <translation>Die Umgebung hat diesen Build schon.</translation>
    </message>
    <message>
      <source>The environment {name} has no earlier state to go back to; to mend it, install it again.</source>
      <translation>Die Umgebung {name} hat keinen früheren Stand, zu dem es zurückgehen könnte; um sie zu reparieren, erneut installieren.</translation>
    </message>
    <message>
      <source>The environment {name} is kept, without what {engine} alone has needed. It is also that of {others}.</source>
      <translation>Die Umgebung {name} bleibt, ohne das, was {engine} allein gebraucht hat. Sie gehört auch zu {others}.</translation>
    </message>
    <message>
      <source>The environment {name} is missing, or lacks packages of {engine}.</source>
      <translation>Die Umgebung {name} fehlt, oder ihr fehlen Pakete von {engine}.</translation>
    </message>
    <message>
      <source>The hub cannot be asked for the weights of {repository}: the environment variable HF_HUB_OFFLINE forbids it. What to do: unset it and start again, or import the weights from a folder.</source>
      <translation>Nach den Gewichten von {repository} kann nicht gefragt werden: Die Umgebungsvariable HF_HUB_OFFLINE verbietet es. Abhilfe: Löschen Sie sie und starten Sie neu, oder übernehmen Sie die Gewichte aus einem Ordner.</translation>
    </message>
    <message>
      <source>The library {} is missing, or does not fit.</source>
      <translation>Die Bibliothek {} fehlt oder passt nicht.</translation>
    </message>
    <message>
      <source>The model {} is given only to those who accept its licence.</source>
      <translation>Das Modell {} bekommt nur, wer dessen Lizenz annimmt.</translation>
    </message>
    <message>
      <source>The owners of {weights} want to be asked: ask for access at {page}, make an access token at {tokens}, and give it here.</source>
      <translation>Die Eigentümer von {weights} wollen gefragt werden: auf {page} um Zugang bitten, auf {tokens} ein Zugriffstoken anlegen und es hier angeben.</translation>
    </message>
    <message>
      <source>The settings in {file} could not be opened ({cause}). Defaults are in use.</source>
      <translation>Die Einstellungen in {file} konnten nicht geöffnet werden ({cause}). Es gelten die Vorgaben.</translation>
    </message>
    <message>
      <source>The settings in {file} could not be read ({cause}). Defaults are in use; {kept}.</source>
      <translation>Die Einstellungen in {file} konnten nicht gelesen werden ({cause}). Es gelten die Vorgaben; {kept}.</translation>
    </message>
    <message>
      <source>The system ended it, probably because memory (RAM) had run out.</source>
      <translation>Das System hat sie beendet, wahrscheinlich weil der Arbeitsspeicher (RAM) nicht reichte.</translation>
    </message>
    <message>
      <source>The voice {name} has been deleted.</source>
      <translation>Die Stimme {name} ist gelöscht.</translation>
    </message>
    <message>
      <source>The weights of {repository} are not for everybody: their owners want to be asked. What to do: ask for access on {page}, make an access token of that account, and give it {where}.</source>
      <translation>Die Gewichte von {repository} sind nicht für alle: Ihre Eigentümer wollen gefragt werden. Abhilfe: Bitten Sie auf {page} um Zugang, erzeugen Sie ein Zugangstoken dieses Kontos und geben Sie es {where} an.</translation>
    </message>
    <message>
      <source>The weights of {repository} are not there: download them.</source>
      <translation>Die Gewichte von {repository} fehlen: Laden Sie sie herunter.</translation>
    </message>
    <message>
      <source>The weights of {repository} could not be downloaded: {reason}. What to do: check the network connection and try again, which goes on where this has stopped; or import the weights from a folder.</source>
      <translation>Die Gewichte von {repository} ließen sich nicht herunterladen: {reason}. Abhilfe: Prüfen Sie die Netzwerkverbindung und versuchen Sie es noch einmal, es geht dann dort weiter; oder übernehmen Sie die Gewichte aus einem Ordner.</translation>
    </message>
    <message>
      <source>The weights of {repository} in {folder} could not be changed: {error}. What to do: stop the engines that use them, and check the disk space and the folder's rights.</source>
      <translation>Die Gewichte von {repository} in {folder} ließen sich nicht ändern: {error}. Abhilfe: Stoppen Sie die Engines, die sie verwenden, und prüfen Sie den freien Speicherplatz und die Rechte des Ordners.</translation>
    </message>
    <message>
      <source>The weights of {repository} need {needed}, and the disk of {folder} has {free} left. What to do: free some space and try again.</source>
      <translation>Die Gewichte von {repository} brauchen {needed}, und auf dem Datenträger von {folder} sind {free} frei. Abhilfe: Schaffen Sie Platz und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
      <source>The weights of {repository} were refused: the hub answered {answer}. See {page}.</source>
      <translation>Die Gewichte von {repository} wurden verweigert: Der Hub antwortete {answer}. Siehe {page}.</translation>
    </message>
    <message>
      <source>The weights of {repository} were refused: the hub does not know the access token, which may have expired. What to do: make a new one, and give it {where}.</source>
      <translation>Die Gewichte von {repository} wurden verweigert: Der Hub kennt das Zugangstoken nicht, es ist vielleicht abgelaufen. Abhilfe: Erzeugen Sie ein neues und geben Sie es {where} an.</translation>
    </message>
    <message>
      <source>The weights {weights} are just being downloaded or checked: wait for the end of that, or cancel it, before you remove some of them.</source>
      <translation>Die Gewichte {weights} werden gerade heruntergeladen oder geprüft: das Ende abwarten oder das abbrechen, bevor ein Teil davon entfernt wird.</translation>
    </message>
    <message>
      <source>The weights {weights} are kept. They are also those of {others}.</source>
      <translation>Die Gewichte {weights} bleiben. Sie gehören auch zu {others}.</translation>
    </message>
    <message>
      <source>The weights {weights} come under the licence {license}: read it at {page}, and accept it.</source>
      <translation>Die Gewichte {weights} stehen unter der Lizenz {license}: auf {page} lesen und annehmen.</translation>
    </message>
    <message>
      <source>The work on the weights of {repository} was cancelled. What has arrived is kept, and the next time goes on from there.</source>
      <translation>Die Arbeit an den Gewichten von {repository} wurde abgebrochen. Was schon da ist, bleibt, und beim nächsten Mal geht es dort weiter.</translation>
    </message>
    <message>
      <source>There is a voice called {name} already: choose another name.</source>
      <translation>Eine Stimme namens {name} gibt es schon: wählen Sie einen anderen Namen.</translation>
    </message>
    <message>
      <source>There is no microphone; connect one, or allow this program to use it in the system's settings, then record again.</source>
      <translation>Es gibt kein Mikrofon; schließen Sie eines an, oder erlauben Sie diesem Programm in den Systemeinstellungen, es zu benutzen, und nehmen Sie dann noch einmal auf.</translation>
    </message>
    <message>
      <source>There is no sound output device{because}; connect or switch on a loudspeaker or headphones, then play again.</source>
      <translation>Es gibt keine Tonausgabe{because}; schließen Sie Lautsprecher oder Kopfhörer an oder schalten Sie sie ein, und spielen Sie dann noch einmal ab.</translation>
    </message>
    <message>
      <source>This machine has no GPU that torch can use.</source>
      <translation>Dieser Rechner hat keine GPU, die torch nutzen kann.</translation>
    </message>
    <message>
      <source>This system has no place to keep an access token ({reason}), so this one is used until the program ends. What to do: unlock or install a keyring, such as GNOME Keyring or KWallet, or set the environment variable HF_TOKEN.</source>
      <translation>Dieses System kann kein Zugangstoken aufbewahren ({reason}); dieses gilt daher, bis das Programm endet. Abhilfe: Entsperren oder installieren Sie einen Schlüsselbund wie GNOME Keyring oder KWallet, oder setzen Sie die Umgebungsvariable HF_TOKEN.</translation>
    </message>
    <message>
      <source>a GPU</source>
      <translation>eine GPU</translation>
    </message>
    <message>
      <source>beside those that run there is no room for it on {device}: it needs {needed}, and {free} is free</source>
      <translation>neben denen, die laufen, ist für sie auf {device} kein Platz: sie braucht {needed}, und {free} sind frei</translation>
    </message>
    <message>
      <source>bring the engines back when you are done with it</source>
      <translation>holen Sie die Engines zurück, wenn Sie damit fertig sind</translation>
    </message>
    <message>
      <source>check that download.pytorch.org can be reached, which has torch for each kind of GPU; where it cannot, put torch's wheel into a folder that pip's find-links names, or all wheels into one that ENGINEROOM_WHEELS names, and try again</source>
      <translation>prüfen, ob download.pytorch.org erreichbar ist, wo es torch für jede Art von GPU gibt; wo nicht, das Wheel von torch in einen Ordner legen, den find-links von pip nennt, oder alle Wheels in einen, den ENGINEROOM_WHEELS nennt, und es noch einmal versuchen</translation>
    </message>
    <message>
      <source>check the entry's requirements: nothing that fits this machine and its Python is on offer</source>
      <translation>die Anforderungen des Eintrags prüfen: Für diesen Rechner und sein Python wird nichts Passendes angeboten</translation>
    </message>
    <message>
      <source>check the network connection, or the index that pip or uv is set to, and try again</source>
      <translation>die Netzwerkverbindung prüfen, oder den Index, auf den pip oder uv eingestellt ist, und es noch einmal versuchen</translation>
    </message>
    <message>
      <source>choose a smaller model</source>
      <translation>wählen Sie ein kleineres Modell</translation>
    </message>
    <message>
      <source>choose another folder, or download the rest: what is right has been copied already</source>
      <translation>Wählen Sie einen anderen Ordner, oder laden Sie den Rest herunter: Was stimmt, ist schon kopiert</translation>
    </message>
    <message>
      <source>close other programs (they hold {size})</source>
      <translation>schließen Sie andere Programme (sie halten {size})</translation>
    </message>
    <message>
      <source>close other programs on GPU {index} (they hold {size})</source>
      <translation>schließen Sie andere Programme auf GPU {index} (sie halten {size})</translation>
    </message>
    <message>
      <source>engines are to be installed from the wheels in {folder}, and there is no such folder. What to do: make it available, or unset {variable}.</source>
      <translation>Engines sollen aus den Wheels in {folder} installiert werden, und diesen Ordner gibt es nicht. Was zu tun ist: ihn verfügbar machen oder {variable} löschen.</translation>
    </message>
    <message>
      <source>environment {name!r} could not be installed: {cause}. What to do: {advice}.</source>
      <translation>Die Umgebung „{name}“ ließ sich nicht installieren: {cause}. Was zu tun ist: {advice}.</translation>
    </message>
    <message>
      <source>environment {name!r} has no earlier state to go back to</source>
      <translation>Die Umgebung „{name}“ hat keinen früheren Stand, zu dem sich zurückkehren ließe</translation>
    </message>
    <message>
      <source>environment {name!r} has no interpreter in {folder}; remove it and install it again</source>
      <translation>Die Umgebung „{name}“ hat keinen Interpreter in {folder}; sie muss entfernt und neu installiert werden</translation>
    </message>
    <message>
      <source>environment {name!r} in {folder} could not be changed: {cause}. What to do: stop the engines that use it, and check the disk space and the folder's rights.</source>
      <translation>Die Umgebung „{name}“ in {folder} ließ sich nicht ändern: {cause}. Was zu tun ist: die Engines stoppen, die sie nutzen, und Speicherplatz und Rechte des Ordners prüfen.</translation>
    </message>
    <message>
      <source>environment {name!r} is not installed: install it first</source>
      <translation>Die Umgebung „{name}“ ist nicht installiert: Sie muss erst installiert werden</translation>
    </message>
    <message>
      <source>environment {name!r}: {cause}</source>
      <translation>Umgebung „{name}“: {cause}</translation>
    </message>
    <message>
      <source>free some disk space and try again</source>
      <translation>Speicherplatz freigeben und es noch einmal versuchen</translation>
    </message>
    <message>
      <source>installing environment {name!r} was cancelled; install it again when wanted</source>
      <translation>Die Installation der Umgebung „{name}“ wurde abgebrochen; sie lässt sich jederzeit neu beginnen</translation>
    </message>
    <message>
      <source>it holds something else than lists of licences</source>
      <translation>sie enthält anderes als Listen von Lizenzen</translation>
    </message>
    <message>
      <source>it is fixed to {device}, which is not there</source>
      <translation>sie ist auf {device} festgelegt, und das ist nicht da</translation>
    </message>
    <message>
      <source>it is not installed</source>
      <translation>sie ist nicht installiert</translation>
    </message>
    <message>
      <source>it needs {figures}</source>
      <translation>sie braucht {figures}</translation>
    </message>
    <message>
      <source>on the Engines page, to `engineroom engines install` with --token-stdin, or in the environment variable HF_TOKEN</source>
      <translation>auf der Seite der Engines, bei `engineroom engines install` mit --token-stdin oder in der Umgebungsvariablen HF_TOKEN</translation>
    </message>
    <message>
      <source>other programs hold {}</source>
      <translation>andere Programme halten {}</translation>
    </message>
    <message>
      <source>stop the engines that use it, make sure the folder is writable, and try again</source>
      <translation>die Engines stoppen, die sie nutzen, dafür sorgen, dass der Ordner beschreibbar ist, und es noch einmal versuchen</translation>
    </message>
    <message>
      <source>stopping every other worker would give {given} more, and {missing} would still be missing</source>
      <translation>alle anderen zu stoppen gäbe weitere {given}, und {missing} würden noch fehlen</translation>
    </message>
    <message>
      <source>stopping every worker that is not pinned would give {given} more, and {missing} would still be missing</source>
      <translation>alle zu stoppen, die nicht angeheftet sind, gäbe weitere {given}, und {missing} würden noch fehlen</translation>
    </message>
    <message>
      <source>the GPU's driver, which does not answer</source>
      <translation>den Treiber der GPU, der nicht antwortet</translation>
    </message>
    <message>
      <source>the connection broke</source>
      <translation>die Verbindung brach ab</translation>
    </message>
    <message>
      <source>the end of the loading of {engines}</source>
      <translation>das Ende des Ladens von {engines}</translation>
    </message>
    <message>
      <source>the hub answered {answer}</source>
      <translation>der Hub antwortete {answer}</translation>
    </message>
    <message>
      <source>the hub does not answer</source>
      <translation>der Hub antwortet nicht</translation>
    </message>
    <message>
      <source>the interpreter {path} does not run ({cause}); name another one</source>
      <translation>Der Interpreter {path} läuft nicht ({cause}); ein anderer muss angegeben werden</translation>
    </message>
    <message>
      <source>the interpreter {path} is Python {version}, and {versions} is needed; name another</source>
      <translation>Der Interpreter {path} ist Python {version}, gebraucht wird {versions}; ein anderer muss angegeben werden</translation>
    </message>
    <message>
      <source>the log has all of what uv wrote; try again, or remove the environment first</source>
      <translation>im Protokoll steht alles, was uv geschrieben hat; es noch einmal versuchen oder erst die Umgebung entfernen</translation>
    </message>
    <message>
      <source>the memory that was just given back</source>
      <translation>den Speicher, der eben zurückgegeben wurde</translation>
    </message>
    <message>
      <source>the memory that {engines} hold</source>
      <translation>den Speicher, den {engines} halten</translation>
    </message>
    <message>
      <source>the memory that {engines} holds</source>
      <translation>den Speicher, den {engines} hält</translation>
    </message>
    <message>
      <source>the old file could not be kept ({cause})</source>
      <translation>die alte Datei konnte nicht aufgehoben werden ({cause})</translation>
    </message>
    <message>
      <source>the old file is kept as {file}</source>
      <translation>die alte Datei ist als {file} aufgehoben</translation>
    </message>
    <message>
      <source>the return of {engines} to the GPU</source>
      <translation>die Rückkehr von {engines} auf die GPU</translation>
    </message>
    <message>
      <source>there are {gpus}; choose one</source>
      <translation>es gibt {gpus}; wählen Sie davon</translation>
    </message>
    <message>
      <source>there is no GPU; let it run anywhere</source>
      <translation>es gibt keine GPU; lassen Sie sie laufen, wo Platz ist</translation>
    </message>
    <message>
      <source>there is no interpreter to install engines with: {path} is missing; install the application again</source>
      <translation>Es gibt keinen Interpreter, mit dem sich Engines installieren ließen: {path} fehlt; das Programm muss neu installiert werden</translation>
    </message>
    <message>
      <source>this clone holds pointers in their place: run `git lfs pull` in it first</source>
      <translation>In diesem Klon stehen an ihrer Stelle nur Verweise: Führen Sie darin zuerst `git lfs pull` aus</translation>
    </message>
    <message>
      <source>torch has no build for AMD's GPUs on this system.</source>
      <translation>Für GPUs von AMD hat torch auf diesem System keinen Build.</translation>
    </message>
    <message>
      <source>torch {versions} needs NVIDIA's driver {wanted} or newer for {gpu}, whose driver is {driver}: update the driver. Until then it would run on the processor.</source>
      <translation>torch {versions} braucht für {gpu} den NVIDIA-Treiber {wanted} oder einen neueren, installiert ist {driver}: Der Treiber muss aktualisiert werden. Bis dahin würde es auf dem Prozessor laufen.</translation>
    </message>
    <message>
      <source>unpin {engines}</source>
      <translation>lösen Sie {engines}</translation>
    </message>
    <message>
      <source>uv is not installed, and engines cannot be installed without it; run `python -m installer run` again, or install uv</source>
      <translation>uv ist nicht installiert, und ohne uv lassen sich keine Engines installieren; `python -m installer run` noch einmal ausführen oder uv installieren</translation>
    </message>
    <message>
      <source>waits behind the start of {engine}</source>
      <translation>wartet hinter dem Start von {engine}</translation>
    </message>
    <message>
      <source>waits for its turn</source>
      <translation>wartet, bis sie an der Reihe ist</translation>
    </message>
    <message>
      <source>waits for {cause}</source>
      <translation>wartet auf {cause}</translation>
    </message>
    <message>
      <source>{address} is not there. A newer version of this program may name another one.</source>
      <translation>{address} gibt es nicht. Eine neuere Version dieses Programms nennt vielleicht eine andere Adresse.</translation>
    </message>
    <message>
      <source>{device} could not be opened for playing ({cause}); another program may hold it: close that program, or choose another output device.</source>
      <translation>{device} konnte nicht zum Abspielen geöffnet werden ({cause}); vielleicht hält es ein anderes Programm: schließen Sie dieses, oder wählen Sie eine andere Tonausgabe.</translation>
    </message>
    <message>
      <source>{device} could not be opened for recording ({cause}); another program may hold it, or the system may not allow it: look there, then record again.</source>
      <translation>{device} konnte nicht zum Aufnehmen geöffnet werden ({cause}); vielleicht hält es ein anderes Programm, oder das System erlaubt es nicht: sehen Sie dort nach, und nehmen Sie dann noch einmal auf.</translation>
    </message>
    <message>
      <source>{device} has not answered for {seconds} seconds; restart the computer's sound service (or Engine Room), then play again.</source>
      <translation>{device} antwortet seit {seconds} Sekunden nicht; starten Sie den Tondienst des Computers (oder Engine Room) neu, und spielen Sie dann noch einmal ab.</translation>
    </message>
    <message>
      <source>{device} went away while it was playing{because}; connect it again, or choose another output device, then play again.</source>
      <translation>{device} verschwand beim Abspielen{because}; schließen Sie es wieder an, oder wählen Sie eine andere Tonausgabe, und spielen Sie dann noch einmal ab.</translation>
    </message>
    <message>
      <source>{device} went away while it was recording{because}; connect it again, then record again.</source>
      <translation>{device} verschwand beim Aufnehmen{because}; schließen Sie es wieder an, und nehmen Sie dann noch einmal auf.</translation>
    </message>
    <message>
      <source>{engine} cannot be installed yet. {first}</source>
      <translation>{engine} kann noch nicht installiert werden. {first}</translation>
    </message>
    <message>
      <source>{engine} is just being installed: cancel that first, or wait for its end.</source>
      <translation>{engine} wird gerade installiert: das erst abbrechen oder das Ende abwarten.</translation>
    </message>
    <message>
      <source>{engine} needs a GPU that is none of this machine’s ({kinds}): choose another engine, or see to the GPU’s driver.</source>
      <translation>{engine} braucht eine GPU, die dieser Rechner nicht hat ({kinds}): eine andere Engine wählen oder den Treiber der GPU prüfen.</translation>
    </message>
    <message>
      <source>{engine} was installed, and part of it was removed or put back meanwhile: install it again.</source>
      <translation>{engine} wurde installiert, ein Teil davon aber währenddessen entfernt oder zurückgesetzt: noch einmal installieren.</translation>
    </message>
    <message>
      <source>{engine} was not started: {why}</source>
      <translation>{engine} wurde nicht gestartet: {why}</translation>
    </message>
    <message>
      <source>{figures}; and {others}</source>
      <translation>{figures}; und {others}</translation>
    </message>
    <message>
      <source>{file} is damaged: {faults}. There, the default is in use, and {kept}.</source>
      <translation>{file} ist beschädigt: {faults}. Dort gilt die Vorgabe, und {kept}.</translation>
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
      <source>{folder} does not have all that belongs to {repository}: missing, or not as the hub has them, are {names}. What to do: {advice}.</source>
      <translation>In {folder} ist nicht alles, was zu {repository} gehört: Es fehlen, oder sind anders als auf dem Hub, {names}. Abhilfe: {advice}.</translation>
    </message>
    <message>
      <source>{folder} does not have all that belongs to {repository}: there is no file {pattern}. What to do: choose another folder.</source>
      <translation>In {folder} ist nicht alles, was zu {repository} gehört: Es gibt dort keine Datei {pattern}. Abhilfe: Wählen Sie einen anderen Ordner.</translation>
    </message>
    <message>
      <source>{free} of {total} can be had</source>
      <translation>{free} von {total} sind zu haben</translation>
    </message>
    <message>
      <source>{gpu} is too new for torch {versions}, which has no code for its compute capability {capability}: it would run on the processor.</source>
      <translation>{gpu} ist zu neu für torch {versions}, das keinen Code für ihre Compute Capability {capability} hat: Es würde auf dem Prozessor laufen.</translation>
    </message>
    <message>
      <source>{gpu} is too old for torch {versions}, which has no code for its compute capability {capability}: it would run on the processor.</source>
      <translation>{gpu} ist zu alt für torch {versions}, das keinen Code für ihre Compute Capability {capability} hat: Es würde auf dem Prozessor laufen.</translation>
    </message>
    <message>
      <source>{gpu} runs CUDA {version}.</source>
      <translation>{gpu} kann CUDA {version}.</translation>
    </message>
    <message>
      <source>{gpu} runs ROCm {version}.</source>
      <translation>{gpu} kann ROCm {version}.</translation>
    </message>
    <message>
      <source>{gpu} with driver {driver} runs CUDA {version}.</source>
      <translation>{gpu} kann mit dem Treiber {driver} CUDA {version}.</translation>
    </message>
    <message>
      <source>{name!r} cannot name an environment: letters, digits, '.', '_' and '-' only</source>
      <translation>„{name}“ kann keine Umgebung heißen: nur Buchstaben, Ziffern, „.“, „_“ und „-“</translation>
    </message>
    <message>
      <source>{names} and {count} more</source>
      <translation>{names} und {count} weitere</translation>
    </message>
    <message>
      <source>{names} are pinned ({size})</source>
      <translation>{names} sind angeheftet ({size})</translation>
    </message>
    <message>
      <source>{names} is pinned ({size})</source>
      <translation>{names} ist angeheftet ({size})</translation>
    </message>
    <message>
      <source>{name} (GPU {index})</source>
      <translation>{name} (GPU {index})</translation>
    </message>
    <message>
      <source>{name} cannot be read as a sound file ({cause}).</source>
      <translation>{name} kann nicht als Tondatei gelesen werden ({cause}).</translation>
    </message>
    <message>
      <source>{name} could not be written ({cause}).</source>
      <translation>{name} konnte nicht geschrieben werden ({cause}).</translation>
    </message>
    <message>
      <source>{name} has to end in one of {suffixes} to be saved as speech.</source>
      <translation>{name} muss auf eines von {suffixes} enden, um als Sprache gespeichert zu werden.</translation>
    </message>
    <message>
      <source>{name} holds no sound.</source>
      <translation>{name} enthält keinen Ton.</translation>
    </message>
    <message>
      <source>{needed} on {device}: {facts}</source>
      <translation>{needed} auf {device}: {facts}</translation>
    </message>
    <message>
      <source>{oldest} to {newest}</source>
      <translation>{oldest} bis {newest}</translation>
    </message>
    <message>
      <source>{page} is not there, or not for everybody. What to do: check 'repository' of the engine's catalog entry; if that is right, give an access token {where}.</source>
      <translation>{page} gibt es nicht, oder nicht für alle. Abhilfe: Prüfen Sie „repository“ im Katalogeintrag der Engine; wenn das stimmt, geben Sie {where} ein Zugangstoken an.</translation>
    </message>
    <message>
      <source>{page} was answered by something that is no hub. What to do: open it in a browser, in case the network wants a log-in first, and check HF_ENDPOINT where it is set.</source>
      <translation>Auf {page} antwortete etwas, das kein Hub ist. Abhilfe: Öffnen Sie die Seite in einem Browser, falls das Netz erst eine Anmeldung verlangt, und prüfen Sie HF_ENDPOINT, wo es gesetzt ist.</translation>
    </message>
    <message>
      <source>{path} cannot be read: {error}.</source>
      <translation>{path} lässt sich nicht lesen: {error}.</translation>
    </message>
    <message>
      <source>{path} has another size than it should have.</source>
      <translation>{path} hat nicht die Größe, die es haben sollte.</translation>
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
      <source>{path} of {repository} arrives damaged: it is not what its checksum says. What to do: try again later, or from another network; something on the way changes it.</source>
      <translation>{path} von {repository} kommt beschädigt an: Es passt nicht zu seiner Prüfsumme. Abhilfe: Versuchen Sie es später oder aus einem anderen Netz noch einmal; unterwegs wird es verändert.</translation>
    </message>
    <message>
      <source>{reason}; {help}</source>
      <translation>{reason}; {help}</translation>
    </message>
    <message>
      <source>{repository} has no file {pattern} at {commit}. What to do: check 'files' and 'revision' of the engine's catalog entry.</source>
      <translation>In {repository} gibt es bei {commit} keine Datei {pattern}. Abhilfe: Prüfen Sie „files“ und „revision“ im Katalogeintrag der Engine.</translation>
    </message>
    <message>
      <source>{repository} has no such revision. What to do: check 'revision' of the engine's catalog entry.</source>
      <translation>{repository} hat keine solche Fassung. Abhilfe: Prüfen Sie „revision“ im Katalogeintrag der Engine.</translation>
    </message>
    <message>
      <source>{repository} is no repository's name. What to do: check 'repository' of the engine's catalog entry.</source>
      <translation>So wie {repository} heißt kein Repository. Abhilfe: Prüfen Sie „repository“ im Katalogeintrag der Engine.</translation>
    </message>
    <message>
      <source>{repository} is not downloaded: it has a file with the name {path}, which leads elsewhere than into its folder. Do not use it.</source>
      <translation>{repository} wird nicht heruntergeladen: Es hat eine Datei mit dem Namen {path}, der anderswohin führt als in seinen Ordner. Verwenden Sie es nicht.</translation>
    </message>
    <message>
      <source>{sentence} ({told})</source>
      <translation>{sentence} ({told})</translation>
    </message>
    <message>
      <source>{told} {next}</source>
      <translation>{told} {next}</translation>
    </message>
    <message>
      <source>{unpin} and {close}</source>
      <translation>{unpin}, und {close}</translation>
    </message>
    <message>
      <source>{versions!r} is no range of Python's versions such as '&gt;=3.10,&lt;3.13'</source>
      <translation>„{versions}“ ist kein Bereich von Python-Versionen wie „&gt;=3.10,&lt;3.13“</translation>
    </message>
    <message>
      <source>{waits}, which {why}</source>
      <translation>{waits}; dieser {why}</translation>
    </message>
    <message>
      <source>{why}, behind the start of {engine}</source>
      <translation>{why}, hinter dem Start von {engine}</translation>
    </message>
    <message>
      <source>{why}. Try again; if it stays so, report it.</source>
      <translation>{why}. Erneut versuchen; wenn es dabei bleibt, bitte melden.</translation>
    </message>
    <message>
      <source>{why}. What to do: check the disk space and the folder's rights, and try again.</source>
      <translation>{why}. Abhilfe: Speicherplatz und Rechte des Ordners prüfen und erneut versuchen.</translation>
    </message>
    <message>
      <source>{why}. What to do: check the network connection, and try again.</source>
      <translation>{why}. Abhilfe: die Netzwerkverbindung prüfen und erneut versuchen.</translation>
    </message>
    <message>
      <source>{} GB</source>
      <translation>{} GB</translation>
    </message>
    <message>
      <source>{} MB</source>
      <translation>{} MB</translation>
    </message>
    <message>
      <source>{} are reserved by others than workers</source>
      <translation>{} sind für anderes als Engines reserviert</translation>
    </message>
    <message>
      <source>{} too much are taken or promised</source>
      <translation>{} zu viel sind belegt oder zugesagt</translation>
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
      <source>Sound</source>
      <translation>Ton</translation>
    </message>
    <message>
      <source>Voices</source>
      <translation>Stimmen</translation>
    </message>
  </context>
  <context>
    <name>sound_drop</name>
    <message>
      <source>Sound files ({})</source>
      <translation>Tondateien ({})</translation>
    </message>
  </context>
  <context>
    <name>starts</name>
    <message>
      <source>Install {engine}, whose code did not come with Engine Room?</source>
      <translation>{engine} installieren, deren Code nicht mit Engine Room kam?</translation>
    </message>
    <message>
      <source>It can do whatever you can do on this computer. You are asked again when its entry changes.</source>
      <translation>Er kann alles, was Sie auf diesem Computer können. Ändert sich sein Eintrag, werden Sie wieder gefragt.</translation>
    </message>
    <message>
      <source>It comes from {places}, as {source} says.</source>
      <translation>Er kommt von {places}, wie {source} angibt.</translation>
    </message>
    <message>
      <source>Keep all {}</source>
      <translation>Alle {} behalten</translation>
    </message>
    <message>
      <source>Keep {}</source>
      <translation>{} behalten</translation>
    </message>
    <message>
      <source>Run {engine}, whose code did not come with Engine Room?</source>
      <translation>{engine} ausführen, deren Code nicht mit Engine Room kam?</translation>
    </message>
    <message>
      <source>Stop {victims} to start {engine}?</source>
      <translation>{victims} stoppen, um {engine} zu starten?</translation>
    </message>
    <message>
      <source>the module {}</source>
      <translation>dem Modul {}</translation>
    </message>
    <message>
      <source>the package {}</source>
      <translation>dem Paket {}</translation>
    </message>
    <message>
      <source>{engine} needs {needed} on {device}, where {free} is free.</source>
      <translation>{engine} braucht {needed} auf {device}; dort sind {free} frei.</translation>
    </message>
    <message>
      <source>{name} was used {ago}; it gives back {size}, and is loaded again when used.</source>
      <translation>{name} wurde {ago} benutzt; das Stoppen gibt {size} frei, und beim nächsten Benutzen wird neu geladen.</translation>
    </message>
    <message>
      <source>{name} was used {ago}; it gives back {size}, and takes {seconds} to load again.</source>
      <translation>{name} wurde {ago} benutzt; das Stoppen gibt {size} frei, und das erneute Laden dauert {seconds}.</translation>
    </message>
    <message>
      <source>{} and {}</source>
      <translation>{} und {}</translation>
    </message>
  </context>
  <context>
    <name>voice_fields</name>
    <message>
      <source>Not known</source>
      <translation>Nicht bekannt</translation>
    </message>
  </context>
  <context>
    <name>voices</name>
    <message>
      <source>It is overdriven. Turn the microphone down, or go further away from it, and record it again.</source>
      <translation>Sie ist übersteuert. Regeln Sie das Mikrofon herunter oder gehen Sie weiter weg, und nehmen Sie noch einmal auf.</translation>
    </message>
    <message>
      <source>It is too long: {} s at most. Cut a part out of it.</source>
      <translation>Sie ist zu lang: höchstens {} s. Schneiden Sie ein Stück heraus.</translation>
    </message>
    <message>
      <source>It is very soft. Turn the microphone up, or go nearer to it, and record it again.</source>
      <translation>Sie ist sehr leise. Regeln Sie das Mikrofon herauf oder gehen Sie näher heran, und nehmen Sie noch einmal auf.</translation>
    </message>
    <message>
      <source>It sounds dull: it has less than {} kHz. A recording of better quality makes a better voice.</source>
      <translation>Sie klingt dumpf: sie hat weniger als {} kHz. Eine bessere Aufnahme gibt eine bessere Stimme.</translation>
    </message>
    <message>
      <source>There is no speech in it. Record it again, nearer to the microphone.</source>
      <translation>Darin wird nicht gesprochen. Nehmen Sie noch einmal auf, näher am Mikrofon.</translation>
    </message>
    <message>
      <source>There is too little speech in it: {} s at least.</source>
      <translation>Darin wird zu wenig gesprochen: mindestens {} s.</translation>
    </message>
    <message>
      <source>{engine} takes a clip of {seconds} s at most.</source>
      <translation>{engine} nimmt eine Stimmprobe von höchstens {seconds} s.</translation>
    </message>
    <message>
      <source>{engine} wants a clip of at least {seconds} s.</source>
      <translation>{engine} will eine Stimmprobe von mindestens {seconds} s.</translation>
    </message>
    <message>
      <source>{engine} wants to know what is said in the clip: write it down in the settings, under Voices.</source>
      <translation>{engine} will wissen, was in der Stimmprobe gesagt wird: schreiben Sie es in den Einstellungen unter Stimmen auf.</translation>
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
      <source>Reserved</source>
      <translation>Reserviert</translation>
    </message>
    <message>
      <source>System memory</source>
      <translation>Arbeitsspeicher</translation>
    </message>
    <message>
      <source>System memory: {used} of {total}</source>
      <translation>Arbeitsspeicher: {used} von {total}</translation>
    </message>
    <message>
      <source>The GPU’s driver has gone away; waiting for it to come back</source>
      <translation>Der GPU-Treiber ist verschwunden; es wird gewartet, bis er wiederkommt</translation>
    </message>
    <message>
      <source>The driver does not answer: figures of {} s ago</source>
      <translation>Der Treiber antwortet nicht: Werte von vor {} s</translation>
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
      <source>size not told</source>
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
      <source>Closing the window leaves its icon at the right of the taskbar, perhaps behind the arrow there: drag it out to keep it in sight.</source>
      <translation>Nach dem Schließen des Fensters bleibt sein Symbol rechts in der Taskleiste, vielleicht hinter dem Pfeil dort: Ziehen Sie es heraus, um es im Blick zu behalten.</translation>
    </message>
    <message>
      <source>Closing the window leaves its icon in the menu bar, at the top right.</source>
      <translation>Nach dem Schließen des Fensters bleibt sein Symbol oben rechts in der Menüleiste.</translation>
    </message>
    <message>
      <source>Closing the window leaves its icon in the tray: click it to come back.</source>
      <translation>Nach dem Schließen des Fensters bleibt sein Symbol im Infobereich: Ein Klick darauf holt es zurück.</translation>
    </message>
    <message>
      <source>This desktop has no tray for an icon: closing the window quits.</source>
      <translation>Diese Arbeitsumgebung hat keinen Infobereich für ein Symbol: Das Schließen des Fensters beendet das Programm.</translation>
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
      <source>Install failed</source>
      <translation>Nicht installierbar</translation>
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
      <source>Waiting to be installed</source>
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
      <source>{} GB</source>
      <translation>{} GB</translation>
    </message>
    <message>
      <source>{} MB</source>
      <translation>{} MB</translation>
    </message>
    <message>
      <source>{} MB/s</source>
      <translation>{} MB/s</translation>
    </message>
  </context>
  <context>
    <name>worker_menu</name>
    <message>
      <source>Any that has room</source>
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
      <source>Runs on</source>
      <translation>Läuft auf</translation>
    </message>
    <message>
      <source>{} (not there now)</source>
      <translation>{} (zurzeit nicht vorhanden)</translation>
    </message>
  </context>
  <context>
    <name>worker_table</name>
    <message>
      <source>Action</source>
      <translation>Aktion</translation>
    </message>
    <message>
      <source>Budget</source>
      <translation>Budget</translation>
    </message>
    <message>
      <source>Budget: {}, estimated</source>
      <translation>Budget: {}, geschätzt</translation>
    </message>
    <message>
      <source>Budget: {}, measured</source>
      <translation>Budget: {}, gemessen</translation>
    </message>
    <message>
      <source>CPU</source>
      <translation>CPU</translation>
    </message>
    <message>
      <source>Click to pin: then it is never stopped for another engine, nor for being idle</source>
      <translation>Zum Anheften klicken: Dann wird sie weder für eine andere Engine noch wegen Leerlaufs gestoppt</translation>
    </message>
    <message>
      <source>Declared for it: not measured yet</source>
      <translation>Angabe des Katalogs: noch nicht gemessen</translation>
    </message>
    <message>
      <source>Device</source>
      <translation>Gerät</translation>
    </message>
    <message>
      <source>Does not count while the engine is pinned. Double-click or F2 to change</source>
      <translation>Gilt nicht, solange die Engine angeheftet ist. Ändern mit Doppelklick oder F2</translation>
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
      <source>Fixed to {}</source>
      <translation>Fest auf {}</translation>
    </message>
    <message>
      <source>From the last request for a stream to its first sound, waiting and loading included</source>
      <translation>Von der letzten Anfrage nach einem Strom bis zum ersten Ton, Warten und Laden eingeschlossen</translation>
    </message>
    <message>
      <source>Idle time-out</source>
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
      <source>Most so far: {}</source>
      <translation>Bisher höchstens: {}</translation>
    </message>
    <message>
      <source>Never stopped for another engine, nor for being idle. Click to unpin</source>
      <translation>Wird weder für eine andere Engine noch wegen Leerlaufs gestoppt. Zum Lösen klicken</translation>
    </message>
    <message>
      <source>On the GPU, by its driver’s count</source>
      <translation>Auf der GPU, nach Zählung ihres Treibers</translation>
    </message>
    <message>
      <source>On the GPU, by the engine’s own count</source>
      <translation>Auf der GPU, nach eigener Zählung der Engine</translation>
    </message>
    <message>
      <source>Peak</source>
      <translation>Spitze</translation>
    </message>
    <message>
      <source>Pinned</source>
      <translation>Angeheftet</translation>
    </message>
    <message>
      <source>Pinned: never stopped for another engine, nor for being idle</source>
      <translation>Angeheftet: Wird weder für eine andere Engine noch wegen Leerlaufs gestoppt</translation>
    </message>
    <message>
      <source>RAM</source>
      <translation>RAM</translation>
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
      <source>Requests answered since Engine Room was started</source>
      <translation>Seit dem Start von Engine Room beantwortete Anfragen</translation>
    </message>
    <message>
      <source>Seconds of processing for one second of speech, the last time it spoke; below 1 is faster than speech</source>
      <translation>Sekunden Rechenzeit für eine Sekunde Sprache beim letzten Mal; unter 1 ist schneller als gesprochen</translation>
    </message>
    <message>
      <source>State</source>
      <translation>Status</translation>
    </message>
    <message>
      <source>Stopped after this time without a request. Double-click or F2 to change</source>
      <translation>Wird nach dieser Zeit ohne Anfrage gestoppt. Ändern mit Doppelklick oder F2</translation>
    </message>
    <message>
      <source>Stops in</source>
      <translation>Stopp in</translation>
    </message>
    <message>
      <source>System memory of all its processes</source>
      <translation>Arbeitsspeicher aller ihrer Prozesse</translation>
    </message>
    <message>
      <source>System memory of its processes</source>
      <translation>Arbeitsspeicher ihrer Prozesse</translation>
    </message>
    <message>
      <source>The most that it has held since it started</source>
      <translation>Das meiste, was sie seit dem Start belegt hat</translation>
    </message>
    <message>
      <source>Time left until it is stopped, unless somebody uses it</source>
      <translation>Zeit bis zum Stoppen, sofern niemand sie benutzt</translation>
    </message>
    <message>
      <source>What all its processes take of the processor; 100 % is one core</source>
      <translation>Was alle ihre Prozesse vom Prozessor beanspruchen; 100 % ist ein Kern</translation>
    </message>
    <message>
      <source>What is set aside for it when it starts</source>
      <translation>Was beim Start für sie zurückgelegt wird</translation>
    </message>
    <message>
      <source>What it holds now, and what is set aside for it</source>
      <translation>Was sie jetzt belegt und was für sie zurückgelegt ist</translation>
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
      <source>no</source>
      <translation>nein</translation>
    </message>
    <message>
      <source>none</source>
      <translation>keine Angabe</translation>
    </message>
    <message>
      <source>not yet</source>
      <translation>noch nie</translation>
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
      <source>{} × real time</source>
      <translation>{} × Echtzeit</translation>
    </message>
    <message>
      <source>{}, pinned</source>
      <translation>{}, angeheftet</translation>
    </message>
    <message>
      <source>≈ {}</source>
      <translation>≈ {}</translation>
    </message>
  </context>
</TS>
