import type { RunErrorCode } from '../../../domain/run-errors.ts'

/** What to do about each error, in German. */
export const GERMAN_HINTS: Record<RunErrorCode, string> = {
  http_error: 'Der Dienst hat mit einem Fehler geantwortet. Bitte URL, Parameter und Zugangsdaten prüfen.',
  connection_failed: 'Der Dienst war nicht erreichbar. Bitte prüfen, ob der Hostname stimmt und ob er läuft.',
  invalid_request: 'Aus den Parametern wird keine gültige Anfrage. Bitte mit der Aktion vergleichen.',
  blocked_address:
    'Aktionen dürfen keine privaten oder reservierten Adressen erreichen. Ausnahmen setzt der Betrieb mit ERRAND_EGRESS_ALLOW.',
  secret_not_allowed:
    'Ein Geheimnis darf nur an seine erlaubten Hosts gehen. Bitte die Aktion oder die Liste ändern.',
  timeout: 'Bitte timeout_seconds erhöhen oder weniger auf einmal abfragen.',
  python_error: 'Der Code ist mit einem Fehler abgebrochen. Die Meldung nennt die Zeile.',
  out_of_memory: 'Der Code brauchte mehr als 512 MB. Bitte die Daten in kleineren Teilen verarbeiten.',
  output_limit: 'Der Code hat endlos ausgegeben. Bitte weniger ausgeben.',
  forbidden_code: 'Der Code nutzt etwas, das die Sandbox nicht bietet. Die Meldung nennt die Zeile.',
  secret_missing: 'Bitte das Geheimnis anlegen und die Aktion noch einmal ausführen.',
  engine_unavailable: 'Die Container-Engine oder ihr Worker fehlt. Das kann der Betrieb prüfen.',
  model_failed:
    'Das Sprachmodell war nicht nutzbar. Bitte ERRAND_MODEL_URL und den Schlüssel prüfen, und ob es läuft.',
  interrupted:
    'Der Kontakt zum Worker ging verloren, während etwas geändert wurde. Bitte prüfen, ob es geschehen ist, und dann noch einmal ausführen.',
  cancelled: 'Der Lauf wurde abgebrochen.',
  rejected: 'Der Lauf wurde nicht genehmigt.',
}
