"""Notes without any list: what running text says is still to be done becomes an item, and nothing else does."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from handoff_issues.handoff import parse
from handoff_issues.handoff.lexicon import Lexicon
from handoff_issues.model import Kind


class Told(NamedTuple):
    """A sentence that names a work, and the title of that work."""

    sentence: str
    title: str


TOLD = {
    "en": (
        Told("The importer works, but the retry queue still needs tests.", ""),
        Told("Next I would add paging to the search endpoint.", "Add paging to the search endpoint"),
        Told("Next I'd add paging to the search endpoint.", "Add paging to the search endpoint"),
        Told("Next up is the migration of the user table.", "The migration of the user table"),
        Told("The next step is to give the scheduler its own process.", "Give the scheduler its own process"),
        Told("I am blocked on the vendor's API key.", ""),
        Told("We are waiting for legal to approve the new terms.", ""),
        Told("The upload path has not been tested with files over 2 GB yet.", ""),
        Told("What's left is wiring the form to the new endpoint.", "Wiring the form to the new endpoint"),
        Told("All that remains is the release note.", "The release note"),
        Told("The only thing left is to publish the package.", "Publish the package"),
        Told("I did not get to the French glossary.", "The French glossary"),
        Told("Someone has to rotate the staging certificate.", "Rotate the staging certificate"),
        Told("You still need to add the DNS record by hand.", "Add the DNS record by hand"),
        Told("The dashboard is built but not yet connected to the live feed.", ""),
        Told("The nightly export is still failing on empty tables.", ""),
        Told("PR #12 is open and awaits review.", ""),
        Told("Not done: the audit log and the admin page.", "The audit log and the admin page"),
        Told("The migration is written, but nobody has run it against production.", ""),
        Told("Two tests are still red: test_login and test_refresh.", ""),
        Told("The docs have yet to be updated.", ""),
        Told("Please review the new schema.", "Review the new schema"),
    ),
    "de": (
        Told("Der Import läuft, aber die Warteschlange braucht noch Tests.", ""),
        Told("Danach würde ich die Suche um Seiten erweitern.", "Die Suche um Seiten erweitern"),
        Told("Der nächste Schritt ist die Migration der Kundentabelle.", "Die Migration der Kundentabelle"),
        Told("Fehlt noch: die Fehlermeldung bei leeren Dateien.", "Die Fehlermeldung bei leeren Dateien"),
        Told("Der Upload ist mit großen Dateien noch nicht getestet.", ""),
        Told("Ich warte auf den API-Schlüssel des Anbieters.", ""),
        Told("Wir warten noch auf die Freigabe der neuen Texte durch die Rechtsabteilung.", ""),
        Told("Der Export muss noch getestet werden.", ""),
        Told("Zwei Tests sind noch rot: test_login und test_refresh.", ""),
        Told("Die Migration ist geschrieben, aber niemand hat sie gegen die Produktion laufen lassen.", ""),
        Told("Zum französischen Glossar bin ich nicht mehr dazu gekommen.", ""),
        Told("Jemand muss das Zertifikat der Testumgebung erneuern.", "Das Zertifikat der Testumgebung erneuern"),
        Told("Bitte das neue Schema durchsehen.", "Das neue Schema durchsehen"),
        Told("Der Import ist fertig, aber der Export hat noch keine Tests.", ""),
        Told("Wir müssen noch den DNS-Eintrag anlegen.", "Den DNS-Eintrag anlegen"),
        Told("Die Umstellung auf Python 3.13 steht noch aus.", ""),
    ),
    "fr": (
        Told("L'import fonctionne, mais la file d'attente reste à tester.", ""),
        Told("Il reste à brancher le formulaire.", "Brancher le formulaire"),
        Told("La prochaine étape est de séparer le planificateur.", "Séparer le planificateur"),
        Told("Ensuite je voudrais ajouter la pagination à la recherche.", "Ajouter la pagination à la recherche"),
        Told("J'attends la clé du fournisseur.", ""),
        Told("Nous attendons que le service juridique valide les conditions.", ""),
        Told("L'envoi n'a pas encore été testé avec des fichiers de plus de 2 Go.", ""),
        Told("Je n'ai pas eu le temps de relire le glossaire.", "Relire le glossaire"),
        Told("Quelqu'un doit renouveler le certificat de préproduction.", "Renouveler le certificat de préproduction"),
        Told("Le tableau de bord est en place, mais il n'est pas encore relié au flux réel.", ""),
        Told("L'export nocturne échoue toujours sur les tables vides.", ""),
        Told("La migration est écrite, mais personne n'a osé la lancer en production.", ""),
        Told("Deux tests sont encore rouges : test_login et test_refresh.", ""),
        Told("Il faudra créer l'entrée DNS à la main.", "Créer l'entrée DNS à la main"),
        Told("Merci de relire le nouveau schéma.", "Relire le nouveau schéma"),
    ),
    "es": (
        Told("La importación funciona, pero la cola todavía necesita pruebas.", ""),
        Told("Falta conectar el formulario con la nueva ruta.", "Conectar el formulario con la nueva ruta"),
        Told("El siguiente paso es migrar la tabla de usuarios.", "Migrar la tabla de usuarios"),
        Told("Lo único que falta es publicar el paquete.", "Publicar el paquete"),
        Told("Queda por traducir el glosario francés.", "Traducir el glosario francés"),
        Told("Estamos esperando la clave del proveedor.", ""),
        Told("La subida no se ha probado con archivos de más de 2 GB.", ""),
        Told("No me dio tiempo a revisar el glosario.", "Revisar el glosario"),
        Told("Alguien tiene que renovar el certificado de pruebas.", "Renovar el certificado de pruebas"),
        Told("El panel está montado, pero aún no está conectado a los datos reales.", ""),
        Told("La exportación nocturna sigue fallando con tablas vacías.", ""),
        Told("La migración está escrita, pero nadie la ha ejecutado en producción.", ""),
        Told("Dos pruebas siguen en rojo: test_login y test_refresh.", ""),
        Told("Tenemos que crear el registro DNS a mano.", "Crear el registro DNS a mano"),
        Told("Por favor, revisa el nuevo esquema.", "Revisa el nuevo esquema"),
    ),
    "pt": (
        Told("A importação funciona, mas a fila ainda precisa de testes.", ""),
        Told("Falta ligar o formulário ao novo endpoint.", "Ligar o formulário ao novo endpoint"),
        Told("O próximo passo é migrar a tabela de clientes.", "Migrar a tabela de clientes"),
        Told("Só falta publicar o pacote.", "Publicar o pacote"),
        Told("Em seguida vou acrescentar paginação à busca.", "Acrescentar paginação à busca"),
        Told("Estamos esperando a chave do fornecedor.", ""),
        Told("O envio ainda não foi testado com arquivos acima de 2 GB.", ""),
        Told("Não tive tempo de rever o glossário.", "Rever o glossário"),
        Told("Alguém precisa renovar o certificado de homologação.", "Renovar o certificado de homologação"),
        Told("O painel está montado, mas ainda não está ligado aos dados reais.", ""),
        Told("A exportação noturna continua falhando com tabelas vazias.", ""),
        Told("A migração está escrita, mas ninguém rodou em produção.", ""),
        Told("Temos que criar o registro DNS à mão.", "Criar o registro DNS à mão"),
        Told("A tradução francesa ficou por fazer.", ""),
        Told("Por favor, reveja o novo esquema.", "Reveja o novo esquema"),
    ),
    "it": (
        Told("L'importazione funziona, ma la coda ha ancora bisogno di test.", ""),
        Told("Resta da collegare il modulo al nuovo endpoint.", "Collegare il modulo al nuovo endpoint"),
        Told("Il prossimo passo è migrare la tabella dei clienti.", "Migrare la tabella dei clienti"),
        Told("L'unica cosa che manca è pubblicare il pacchetto.", "Pubblicare il pacchetto"),
        Told("Poi vorrei aggiungere la paginazione alla ricerca.", "Aggiungere la paginazione alla ricerca"),
        Told("Stiamo aspettando la chiave del fornitore.", ""),
        Told("Il caricamento non è ancora stato provato con file oltre i 2 GB.", ""),
        Told("Non ho fatto in tempo a rileggere il glossario.", "Rileggere il glossario"),
        Told("Qualcuno deve rinnovare il certificato di staging.", "Rinnovare il certificato di staging"),
        Told("Il cruscotto c'è, ma non è ancora collegato ai dati veri.", ""),
        Told("L'esportazione notturna continua a fallire con le tabelle vuote.", ""),
        Told("La migrazione è scritta, ma nessuno l'ha lanciata in produzione.", ""),
        Told("Due test sono ancora rossi: test_login e test_refresh.", ""),
        Told("Dobbiamo creare a mano il record DNS.", "Creare a mano il record DNS"),
        Told("Per favore, rivedi il nuovo schema.", "Rivedi il nuovo schema"),
    ),
    "ca": (
        Told("La importació funciona, però la cua encara necessita proves.", ""),
        Told("Falta connectar el formulari amb la nova ruta.", "Connectar el formulari amb la nova ruta"),
        Told("El següent pas és migrar la taula de clients.", "Migrar la taula de clients"),
        Told("Només falta publicar el paquet.", "Publicar el paquet"),
        Told("Queda per traduir el glossari francès.", "Traduir el glossari francès"),
        Told("Estem esperant la clau del proveïdor.", ""),
        Told("La pujada encara no s'ha provat amb fitxers de més de 2 GB.", ""),
        Told("No he tingut temps de repassar el glossari.", "Repassar el glossari"),
        Told("Algú ha de renovar el certificat de proves.", "Renovar el certificat de proves"),
        Told("El tauler està muntat, però encara no està connectat a les dades reals.", ""),
        Told("L'exportació nocturna continua fallant amb taules buides.", ""),
        Told("La migració està escrita, però ningú no l'ha executada en producció.", ""),
        Told("Hem de crear el registre DNS a mà.", "Crear el registre DNS a mà"),
        Told("Si us plau, revisa el nou esquema.", "Revisa el nou esquema"),
    ),
    "nl": (
        Told("De import werkt, maar de wachtrij heeft nog geen tests.", ""),
        Told("De volgende stap is de migratie van de klantentabel.", "De migratie van de klantentabel"),
        Told("Hierna zou ik het zoeken in pagina's verdelen.", "Het zoeken in pagina's verdelen"),
        Told("Ik moet nog het DNS-record aanmaken.", "Het DNS-record aanmaken"),
        Told("Het enige wat nog rest is de releasenotitie.", "De releasenotitie"),
        Told("We wachten op de sleutel van de leverancier.", ""),
        Told("De upload is nog niet getest met bestanden boven 2 GB.", ""),
        Told("Aan de Franse woordenlijst ben ik niet toegekomen.", ""),
        Told("Iemand moet het testcertificaat vernieuwen.", "Het testcertificaat vernieuwen"),
        Told("Het dashboard staat er, maar is nog niet gekoppeld aan de echte gegevens.", ""),
        Told("De nachtelijke export faalt nog steeds op lege tabellen.", ""),
        Told("De migratie is geschreven, maar niemand heeft haar in productie gedraaid.", ""),
        Told("Twee tests zijn nog rood: test_login en test_refresh.", ""),
        Told("De handleiding moet nog worden bijgewerkt.", ""),
        Told("Graag het nieuwe schema nakijken.", "Het nieuwe schema nakijken"),
    ),
    "pl": (
        Told("Następny krok to migracja tabeli klientów.", "Migracja tabeli klientów"),
        Told("Pozostało podłączyć formularz do nowego punktu API.", "Podłączyć formularz do nowego punktu API"),
        Told("Import działa, ale kolejka wciąż wymaga testów.", ""),
        Told("Trzeba jeszcze opublikować pakiet.", "Opublikować pakiet"),
        Told("Następnie chciałbym dodać stronicowanie do wyszukiwarki.", "Dodać stronicowanie do wyszukiwarki"),
        Told("Czekamy na klucz od dostawcy.", ""),
        Told("Wysyłanie nie zostało jeszcze sprawdzone na plikach powyżej 2 GB.", ""),
        Told("Nie zdążyłem przejrzeć francuskiego słownika.", "Przejrzeć francuskiego słownika"),
        Told("Ktoś musi odnowić certyfikat testowy.", "Odnowić certyfikat testowy"),
        Told("Panel stoi, ale jeszcze nie jest podłączony do prawdziwych danych.", ""),
        Told("Nocny eksport nadal pada na pustych tabelach.", ""),
        Told("Migracja jest napisana, ale nikt jeszcze nie uruchomił jej na produkcji.", ""),
        Told("Dwa testy wciąż są czerwone: test_login i test_refresh.", ""),
        Told("Brakuje jeszcze komunikatu dla pustych plików.", ""),
        Told("Proszę przejrzeć nowy schemat.", "Przejrzeć nowy schemat"),
    ),
}
"""Without a title, the sentence itself is one."""

SILENT = {
    "en": (
        "The importer works and needs no further tests.",
        "The API needs a token in the header `X-Auth`.",
        "You need to run `make setup` before the first start.",
        "The service must be started before the worker.",
        "Nothing is left to do here.",
        "There are no open questions.",
        "This session finished the importer and the exporter.",
        "If the build fails, delete the folder `out` and try again.",
        "When a job has not been claimed for an hour, the watcher restarts it.",
        "The worker waits for a message and then writes a row.",
        "The endpoint returns 404 if the user has not been found.",
        "Users who have not yet confirmed their address see a banner.",
        "The site still uses the old logo on purpose.",
        "The exporter had not been tested before; it is now.",
        "The remaining budget is shown in the header.",
        "Is the cache not yet warm after a restart?",
        "The team meets next Tuesday.",
        "All tests pass, and nothing is uncommitted.",
    ),
    "de": (
        "Der Import läuft und braucht keine weiteren Tests.",
        "Die Schnittstelle erwartet einen Schlüssel im Kopf `X-Auth`.",
        "Der Dienst muss vor dem Worker gestartet werden.",
        "Es ist nichts mehr zu tun.",
        "Es gibt keine offenen Fragen.",
        "Wenn der Eintrag noch nicht freigegeben ist, erscheint ein Hinweis.",
        "Falls der Bau scheitert, löscht man den Ordner `out` und beginnt von vorn.",
        "Der Worker wartet auf eine Nachricht und schreibt dann eine Zeile.",
        "Nutzer, die noch nicht angemeldet sind, sehen ein Banner.",
        "Der Export war vorher nie getestet worden; jetzt ist er es.",
        "Ist der Zwischenspeicher nach einem Neustart noch nicht warm?",
        "In dieser Sitzung wurden Import und Export fertig.",
        "Sobald ein Auftrag eine Stunde lang noch nicht abgeholt wurde, startet ihn der Wächter neu.",
        "Das verbleibende Guthaben steht in der Kopfzeile.",
    ),
    "fr": (
        "L'import fonctionne et ne demande aucun test de plus.",
        "L'API attend un jeton dans l'en-tête `X-Auth`.",
        "Il faut lancer `make setup` avant le premier démarrage.",
        "Il ne reste rien à faire.",
        "Il n'y a pas de question ouverte.",
        "Si l'adresse n'a pas encore été confirmée, un bandeau s'affiche.",
        "Les utilisateurs qui n'ont pas encore confirmé leur adresse voient un bandeau.",
        "Le worker attend un message puis écrit une ligne.",
        "Le cache n'est-il pas encore chaud après un redémarrage ?",
        "Cette session a terminé l'import et l'export.",
        "Quand une tâche n'a pas été prise au bout d'une heure, le surveillant la relance.",
        "Le budget restant est affiché dans l'en-tête.",
        "Le service doit être démarré avant le worker.",
    ),
    "es": (
        "La importación funciona y no necesita más pruebas.",
        "La API necesita una clave en la cabecera `X-Auth`.",
        "Hay que ejecutar `make setup` antes del primer arranque.",
        "No queda nada por hacer.",
        "No hay preguntas abiertas.",
        "Si la dirección aún no está confirmada, aparece un aviso.",
        "Los usuarios que todavía no han confirmado su correo ven un aviso.",
        "El proceso espera un mensaje y luego escribe una fila.",
        "¿La caché todavía no está caliente tras un reinicio?",
        "En esta sesión se terminaron la importación y la exportación.",
        "Cuando nadie ha tomado una tarea en una hora, el vigilante la reinicia.",
        "El saldo restante se muestra en la cabecera.",
        "El servicio debe arrancar antes que el worker.",
    ),
    "pt": (
        "A importação funciona e não precisa de mais testes.",
        "A API precisa de um token no cabeçalho `X-Auth`.",
        "É preciso executar `make setup` antes da primeira partida.",
        "Não resta nada a fazer.",
        "Não há perguntas em aberto.",
        "Se o endereço ainda não foi confirmado, aparece um aviso.",
        "Usuários que ainda não confirmaram o endereço veem um aviso.",
        "O processo espera uma mensagem e depois grava uma linha.",
        "O cache ainda não está quente depois de reiniciar?",
        "Nesta sessão ficaram prontas a importação e a exportação.",
        "Quando uma tarefa ainda não foi retirada depois de uma hora, o vigia a reinicia.",
        "O saldo restante aparece no cabeçalho.",
        "O serviço deve iniciar antes do worker.",
    ),
    "it": (
        "L'importazione funziona e non ha bisogno di altri test.",
        "L'API vuole un token nell'intestazione `X-Auth`.",
        "Bisogna eseguire `make setup` prima del primo avvio.",
        "Non resta niente da fare.",
        "Non ci sono domande aperte.",
        "Se l'indirizzo non è ancora confermato, compare un avviso.",
        "Gli utenti che non hanno ancora confermato l'indirizzo vedono un avviso.",
        "Il worker aspetta un messaggio e poi scrive una riga.",
        "La cache non è ancora calda dopo un riavvio?",
        "In questa sessione sono stati finiti importazione ed esportazione.",
        "Quando un lavoro non è ancora stato preso dopo un'ora, il guardiano lo riavvia.",
        "Il credito residuo si vede nell'intestazione.",
        "Il servizio va avviato prima del worker.",
    ),
    "ca": (
        "La importació funciona i no necessita més proves.",
        "L'API necessita una clau a la capçalera `X-Auth`.",
        "Cal executar `make setup` abans de la primera arrencada.",
        "No queda res per fer.",
        "No hi ha preguntes obertes.",
        "Si l'adreça encara no està confirmada, surt un avís.",
        "Els usuaris que encara no han confirmat l'adreça veuen un avís.",
        "El procés espera un missatge i després escriu una fila.",
        "La memòria cau encara no és calenta després de reiniciar?",
        "En aquesta sessió s'han acabat la importació i l'exportació.",
        "Quan una tasca encara no s'ha agafat al cap d'una hora, el vigilant la reinicia.",
        "El saldo restant surt a la capçalera.",
    ),
    "nl": (
        "De import werkt en heeft geen tests meer nodig.",
        "De API verwacht een sleutel in de kop `X-Auth`.",
        "De dienst moet vóór de worker gestart worden.",
        "Er is niets meer te doen.",
        "Er zijn geen open vragen.",
        "Als het adres nog niet bevestigd is, verschijnt er een melding.",
        "Gebruikers die nog niet zijn aangemeld, zien een melding.",
        "De worker wacht op een bericht en schrijft dan een regel.",
        "Is de cache na een herstart nog niet warm?",
        "In deze sessie zijn de import en de export afgemaakt.",
        "Zodra een taak een uur lang nog niet is opgepakt, start de bewaker hem opnieuw.",
        "Het resterende tegoed staat in de kop.",
    ),
    "pl": (
        "Import działa i nie wymaga dalszych testów.",
        "API oczekuje klucza w nagłówku `X-Auth`.",
        "Przed pierwszym uruchomieniem trzeba wykonać `make setup`.",
        "Nie zostało nic do zrobienia.",
        "Nie ma otwartych pytań.",
        "Jeśli adres nie został jeszcze potwierdzony, pojawia się pasek.",
        "Użytkownicy, którzy jeszcze nie potwierdzili adresu, widzą pasek.",
        "Proces czeka na wiadomość, a potem zapisuje wiersz.",
        "Czy pamięć podręczna po restarcie jeszcze nie jest ciepła?",
        "W tej sesji powstał import i eksport.",
        "Gdy zadania nikt jeszcze nie podjął przez godzinę, strażnik uruchamia je ponownie.",
        "Pozostałe środki widać w nagłówku.",
    ),
}

PLACES = (
    "# Handoff\n\n{}\n",
    "# Handoff\n\n## Status\n\n{}\n",
    "# Handoff\n\n## Status\n\n> Written on a train.\n\n{}\n",
)
"""Where running text stands in a note."""


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(("language", "told"), [(name, told) for name, all_told in TOLD.items() for told in all_told])
def test_a_sentence_that_names_a_work_is_an_item(language: str, told: Told, place: str) -> None:
    items = parse(place.format(told.sentence), path="HANDOFF.md", lexicon=Lexicon.of("en", language)).items
    assert [item.title for item in items] == [told.title or told.sentence.rstrip(".。")]


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(("language", "sentence"), [(name, one) for name, silent in SILENT.items() for one in silent])
def test_a_sentence_that_names_none_is_not(language: str, sentence: str, place: str) -> None:
    assert parse(place.format(sentence), path="HANDOFF.md", lexicon=Lexicon.of("en", language)).items == ()


@pytest.mark.parametrize("language", TOLD)
def test_a_paragraph_in_any_language_is_read_sentence_by_sentence(language: str) -> None:
    told = TOLD[language]
    text = " ".join([*(one.sentence for one in told), *SILENT[language]])
    items = parse(f"# Handoff\n\n{text}\n", path="HANDOFF.md").items
    assert [item.title for item in items] == [one.title or one.sentence.rstrip(".。") for one in told]


def test_each_sentence_of_a_paragraph_is_read_by_itself() -> None:
    text = "# Handoff\n\nParsing works. The exporter still needs paging. We are waiting for the vendor's key.\n"
    items = parse(text, path="HANDOFF.md").items
    assert [(item.title, item.kind) for item in items] == [
        ("The exporter still needs paging", Kind.PENDING),
        ("We are waiting for the vendor's key", Kind.BLOCKER),
    ]
    assert all((mention.start, mention.end) == (3, 3) for item in items for mention in item.mentions)


def test_beside_a_list_of_work_running_text_only_says_it_again() -> None:
    text = "# Handoff\n\nThe exporter still needs paging.\n\n## Next steps\n\n- Add paging to the exporter\n"
    assert [item.title for item in parse(text, path="HANDOFF.md").items] == ["Add paging to the exporter"]
