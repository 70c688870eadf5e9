/* The page of a session without network. Old browsers too, so no newer script than of 2009. It keeps
   nothing but in itself, asks the network for nothing, and seals the file that one saves. */
(function () {
  "use strict";
  var byId = function (id) { return document.getElementById(id); };
  var head = JSON.parse(byId("head").textContent || byId("head").innerHTML);
  var records = [];
  var saved = true;

  /* SHA-256 and HMAC of bytes (FIPS 180-4, RFC 2104): crypto.subtle is missing in a page opened from a disk. */
  function primes(count, power) {
    var found = [], candidate = 2, divisor, root;
    while (found.length < count) {
      for (divisor = 2; divisor * divisor <= candidate && candidate % divisor; divisor += 1) { continue; }
      if (divisor * divisor > candidate) {
        root = Math.pow(candidate, power);
        found.push(((root - Math.floor(root)) * 4294967296) | 0);
      }
      candidate += 1;
    }
    return found;
  }
  var START = primes(8, 1 / 2);
  var ROUNDS = primes(64, 1 / 3);
  function turn(word, by) { return (word >>> by) | (word << (32 - by)); }
  function mix(state, words) {
    var i, s = state.slice(), one, two, low, high;
    for (i = 16; i < 64; i += 1) {
      low = turn(words[i - 15], 7) ^ turn(words[i - 15], 18) ^ (words[i - 15] >>> 3);
      high = turn(words[i - 2], 17) ^ turn(words[i - 2], 19) ^ (words[i - 2] >>> 10);
      words[i] = (words[i - 16] + low + words[i - 7] + high) | 0;
    }
    for (i = 0; i < 64; i += 1) {
      one = turn(s[4], 6) ^ turn(s[4], 11) ^ turn(s[4], 25);
      one = (s[7] + one + ((s[4] & s[5]) ^ (~s[4] & s[6])) + ROUNDS[i] + words[i]) | 0;
      two = turn(s[0], 2) ^ turn(s[0], 13) ^ turn(s[0], 22);
      two = (two + ((s[0] & s[1]) ^ (s[0] & s[2]) ^ (s[1] & s[2]))) | 0;
      s = [(one + two) | 0, s[0], s[1], s[2], (s[3] + one) | 0, s[4], s[5], s[6]];
    }
    for (i = 0; i < 8; i += 1) { state[i] = (state[i] + s[i]) | 0; }
  }
  function sha256(message) {
    var bytes = message.slice(), state = START.slice(), result = [], i, j, words, length = message.length;
    bytes.push(128);
    while (bytes.length % 64 !== 56) { bytes.push(0); }
    for (i = 7; i >= 0; i -= 1) { bytes.push(Math.floor(length * 8 / Math.pow(256, i)) & 255); }
    for (i = 0; i < bytes.length; i += 64) {
      words = [];
      for (j = i; j < i + 64; j += 4) {
        words.push((bytes[j] << 24) | (bytes[j + 1] << 16) | (bytes[j + 2] << 8) | bytes[j + 3]);
      }
      mix(state, words);
    }
    for (i = 0; i < 8; i += 1) {
      for (j = 24; j >= 0; j -= 8) { result.push((state[i] >>> j) & 255); }
    }
    return result;
  }
  function utf8(text) {
    var packed = unescape(encodeURIComponent(text)), bytes = [], i;
    for (i = 0; i < packed.length; i += 1) { bytes.push(packed.charCodeAt(i)); }
    return bytes;
  }
  function hmac(key, text) {
    var inner = [], outer = [], bytes = utf8(key), i, result = "";
    if (bytes.length > 64) { bytes = sha256(bytes); }
    for (i = 0; i < 64; i += 1) {
      inner.push((bytes[i] || 0) ^ 54);
      outer.push((bytes[i] || 0) ^ 92);
    }
    bytes = sha256(outer.concat(sha256(inner.concat(utf8(text)))));
    for (i = 0; i < bytes.length; i += 1) { result += (bytes[i] < 16 ? "0" : "") + bytes[i].toString(16); }
    return result;
  }
  window.kitHmac = hmac;

  function uuid() {
    var bytes = [], i, crypto = window.crypto || window.msCrypto, text = "";
    if (crypto && crypto.getRandomValues && window.Uint8Array) {
      bytes = crypto.getRandomValues(new window.Uint8Array(16));
    } else {
      for (i = 0; i < 16; i += 1) { bytes.push(Math.floor(Math.random() * 256)); }
    }
    for (i = 0; i < 16; i += 1) {
      text += (i === 4 || i === 6 || i === 8 || i === 10 ? "-" : "");
      text += (bytes[i] < 16 ? "0" : "") + bytes[i].toString(16);
    }
    return text;
  }
  function whole(text) {
    /* Half of a sign in two halves is no text that can be written to a file. */
    return text.replace(/[\uD800-\uDBFF][\uDC00-\uDFFF]|[\uD800-\uDFFF]/g, function (found) {
      return found.length === 2 ? found : "";
    });
  }
  function value(id) { return whole(byId(id).value).replace(/^\s+|\s+$/g, ""); }
  function say(text, isWrong) {
    byId("said").className = isWrong ? "wrong" : "";
    byId("said").textContent = text;
  }
  function complaint(record) {
    if (record.name.indexOf("@") >= 0) { return "Ce nom est public. Écrivez un prénom ou un surnom, sans « @ »."; }
    if (!record.consent) { return "Choisissez comment cette personne a donné son accord."; }
    if (!record.title && !record.supports) { return "Écrivez une idée, ou le numéro d’une proposition."; }
    if (record.title && record.title.length < 5) { return "L’idée est trop courte. Écrivez quelques mots."; }
    if (record.body && !record.title) { return "Résumez l’explication en une phrase, dans l’idée."; }
    if (/[^0-9 ,;]/.test(record.supports)) { return "Écrivez les numéros avec une virgule, comme 12, 45."; }
    return "";
  }
  function show() {
    var list = byId("people"), i, item, button;
    list.innerHTML = "";
    for (i = 0; i < records.length; i += 1) {
      item = document.createElement("li");
      item.textContent = (records[i].name || "Sans nom") + " : " + (records[i].title || "soutient " + records[i].supports) + " ";
      button = document.createElement("button");
      button.type = "button";
      button.textContent = "Enlever " + (records[i].name || "cette personne");
      button.onclick = remover(records[i].uuid);
      item.appendChild(button);
      list.appendChild(item);
    }
    byId("count").textContent = records.length + (records.length > 1 ? " personnes notées" : " personne notée") + (saved ? "" : ", pas encore enregistrées dans un fichier");
  }
  function remover(id) {
    return function () {
      var i, left = [];
      for (i = 0; i < records.length; i += 1) { if (records[i].uuid !== id) { left.push(records[i]); } }
      records = left;
      saved = false;
      say("C’est enlevé.", false);
      show();
    };
  }
  function add() {
    var wrong, record = {
      uuid: uuid(), at: new Date().toISOString(), name: value("name"), way: byId("way").value, consent: byId("consent").value,
      title: value("title"), body: value("body"), supports: value("supports")
    };
    wrong = complaint(record);
    if (wrong) { say(wrong, true); return false; }
    records.push(record);
    saved = false;
    byId("person").reset();
    say("C’est noté. Passez à la personne suivante.", false);
    show();
    byId("name").focus();
    return false;
  }
  function file() {
    var lines = [], i, parts;
    for (i = 0; i < records.length; i += 1) { lines.push(JSON.stringify(records[i])); }
    parts = [head.participe, head.commune, head.session, lines.length].concat(lines);
    return JSON.stringify({
      participe: head.participe, commune: head.commune, session: head.session, lines: lines, seal: hmac(head.key, parts.join("\n"))
    });
  }
  function save() {
    var text = file(), name = "seance-" + head.commune + "-" + head.session + ".json", link, blob;
    byId("copy").value = text;
    byId("by-hand").style.display = "block";
    if (window.Blob) {
      blob = new Blob([text], { type: "application/json" });
      if (navigator.msSaveBlob) {
        navigator.msSaveBlob(blob, name);
      } else if (window.URL && window.URL.createObjectURL) {
        link = document.createElement("a");
        link.href = window.URL.createObjectURL(blob);
        link.setAttribute("download", name);
        document.body.appendChild(link);
        link.click();
        document.body.removeChild(link);
      }
    }
    saved = true;
    say("Vérifiez que le fichier " + name + " est bien sur l’ordinateur ou la clé USB.", false);
    show();
  }
  byId("person").onsubmit = add;
  byId("save").onclick = save;
  window.onbeforeunload = function () { return saved ? undefined : "Des personnes ne sont pas encore dans un fichier."; };
  show();
}());
