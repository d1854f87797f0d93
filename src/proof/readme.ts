/**
 * What stands in every exported case: how to read and to verify it with nothing but a SHA-256. Ours is not needed for it,
 * and a test verifies a file by these words alone.
 */
export const readme = `社会救助案件档案（一案一档）

一、内容
case.json      案件编号、承办地、审计链长度与链尾、曾向何人导出
journal.txt    审计链，一行一事：何时、何人、依何条、作何决定
timeline.txt   同一内容的文字说明
clocks.json    每一法定期限的证明：起算、中止及理由、届满、是否逾期
money.json     发放、实时代付、备用金记账、追缴，单位为分
contents.json  审计链引用的各项内容：申请、决定、报告、测算、文书、短信；正文在 contents/
calculations/  每次测算的逐步说明
documents.json 附件清单；原件在 documents/
仅供复核程序、不得阅读个人信息的，不含 contents/ 和 documents/，也不含 contentKey。
案卷内容已依销毁清册销毁的，case.json 有 destroyed，destruction.txt 为该清册的记录链；内容和附件仅存清单和散列值。

二、核验（任何能算 SHA-256 的工具均可）
1. 解压后运行 sha256sum -c SHA256SUMS：文件齐全且与导出时一致。
2. 审计链：journal.txt 每行为“散列值、空格、正文”。正文的 SHA-256 必须等于行首散列值；正文是 JSON 数组
   [前一行散列值, 案件编号, 序号, 时间, 类型, 经办人, 键, 内容]，第一行的前值为 64 个 0，序号从 1 起逐行加 1；
   行数和最后一行的散列值必须与 case.json 的 journal 一致。第一处不符之处，即被改动、缺失、调换或插入之处。
3. 内容：contents.json 每项的 path 文件，以 case.json 的 contentKey（十六进制）为密钥的 HMAC-SHA256 必须等于 hash
   （只含代码、没有个人信息的，为普通 SHA-256），且审计链 events 各行内容中的 contentHash 必须等于 hash。
4. 附件：documents.json 每项的 sha256 必须等于 path 文件的 SHA-256。
5. 链尾未被截去：向出具地或上级索取导出之后任何一日的“每日总根”文件。该文件自身的 SHA-256 即当日总根，应与公布
   或另存的一致；其中 “case:<案件编号> 序号 散列值” 一行，序号不大于本档行数时，须与本档该行散列值一致；大于时，
   说明导出后案件有新的记录，或者本档被截短。“documents:<案件编号>” 一行同理：从 64 个 0 起，逐件取
   SHA-256（前值、空格、documentId、空格、sha256）。
6. 已销毁的：destruction.txt 按第 2 条核验，案件编号处为清册编号，行数和链尾与 case.json 的 destroyed.journal 一致；
   其中须有一行类型为 destroyed、caseId 为本案编号。总根中为 “destruction:<清册编号>” 一行。

An exported case of social assistance

1. What is in it
case.json       number, place, length and tip of the journal, to whom it was given before
journal.txt     the journal, a line an event: when, who, under which article, what
timeline.txt    the same in words
clocks.json     the certificate of each statutory period: begin, pauses with reasons, end, on time or late
money.json      payments, instant transfers, postings of standby funds, recovery, in fen
contents.json   what the journal quotes: application, decisions, reports, calculations, letters, messages; in contents/
calculations/   each calculation step by step
documents.json  the attachments; the originals are in documents/
For a reader who judges the procedure and may not read about persons, contents/, documents/ and contentKey are left out.
Where its contents were destroyed after their time, case.json has "destroyed" and destruction.txt is the journal of the list
from which they were; of contents and documents the lists with their hashes remain.

2. How to verify it, with any tool that computes SHA-256
a. Unpack it, and run sha256sum -c SHA256SUMS: every file is there, as it was exported.
b. The journal: each line of journal.txt is a hash, a space, and a text. The SHA-256 of the text is the hash. The text is
   a JSON array [hash of the line before, case id, number, time, type, actor, key, content]; the first line follows 64
   zeros; the numbers go 1, 2, 3 …; the number of lines and the last hash are those of "journal" in case.json. The first
   line that does not fit was altered, put in or moved, or the one before it is missing.
c. Contents: of each entry of contents.json with a path, the HMAC-SHA256 of that file under contentKey (hexadecimal, in
   case.json) is its hash (of codes without anything personal: the plain SHA-256); and in the content of each line of
   the journal that "events" names, contentHash is that hash.
d. Documents: of each entry of documents.json with a path, the SHA-256 of that file is its sha256.
e. That the end was not cut off: ask the issuer, or whoever keeps them, for the file of a daily root of any day after
   the export. The SHA-256 of that file is the day's root as it was made known. Its line "case:<case id> number hash"
   has the hash of that line of this journal; where its number is larger than this journal is long, the case went on
   after the export, or this file was cut short. The line "documents:<case id>" likewise: beginning from 64 zeros, for
   each document the SHA-256 of (value before, space, documentId, space, sha256).
f. Destroyed: destruction.txt is verified as under b, with the list's number in the place of the case id and the length
   and tip of "destroyed" in case.json; one of its lines has the type destroyed and this case's id. In a daily root its
   line is "destruction:<list> number hash".
`;
