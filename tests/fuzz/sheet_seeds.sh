#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Writes a few small inputs for fuzz_xlsx, fuzz_csv and fuzz_header to DIR/xlsx, DIR/csv, DIR/header.
#   tests/fuzz/sheet_seeds.sh DIR
set -eu
dir=${1:?usage: sheet_seeds.sh DIR}
mkdir -p "$dir/xlsx" "$dir/csv" "$dir/header"

# xlsx: sheet, shared strings, styles, workbook, with a line of -- between them (see fuzz_xlsx.c)
cat > "$dir/xlsx/kinds" <<'X'
<worksheet><sheetData><row r="1" hidden="1"><c r="A1" t="s"><v>0</v></c><c r="B1" s="1"><v>40968.5</v></c><c r="C1" t="b"><v>1</v></c><c r="D1" t="e"><v>#N/A</v></c><c r="E1" t="str"><f>1+1</f><v>2</v></c><c r="F1" t="inlineStr"><is><r><t>a_x000A_b</t></r><rPh><t>x</t></rPh></is></c><c r="G1" t="d"><v>2012-02-29T08:30:00</v></c><c r="H1" s="2"><v>42</v></c><c r="I1"><v>1.1E+17</v></c></row></sheetData></worksheet>
--
<sst><si><t>张三</t></si><si><r><t>李</t></r><r><t>四</t></r><rPh><t>l</t></rPh></si></sst>
--
<styleSheet><numFmts><numFmt numFmtId="176" formatCode="yyyy&quot;年&quot;m&quot;月&quot;"/><numFmt numFmtId="177" formatCode="00000"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="176"/><xf numFmtId="177"/><xf numFmtId="20"/></cellXfs></styleSheet>
X
cat > "$dir/xlsx/merged" <<'X'
<x:worksheet xmlns:x="x"><x:sheetData><x:row r="2"><x:c r="A2"><x:v>1</x:v></x:c><x:c r="D2"/></x:row><x:row><x:c/><x:c><x:v>3</x:v></x:c></x:row></x:sheetData><x:mergeCells count="2"><x:mergeCell ref="A2:B4"/><x:mergeCell ref="D2:F2"/></x:mergeCells></x:worksheet>
--
--
--
<workbook xmlns:r="r"><workbookPr date1904="1"/><sheets><sheet name="一班" state="hidden" r:id="a"/><sheet name="二班" r:id="a"/></sheets></workbook>
X
printf '<!DOCTYPE a [<!ENTITY b "c">]><worksheet/>' > "$dir/xlsx/doctype"
printf 'PK\003\004' > "$dir/xlsx/raw"

printf '姓名,电话\r\n"张 ""三""",138\r\n="001",\r\n' > "$dir/csv/utf8"
iconv -f UTF-8 -t GB18030 "$dir/csv/utf8" > "$dir/csv/gb18030"
{ printf '\377\376'; iconv -f UTF-8 -t UTF-16LE "$dir/csv/utf8"; } > "$dir/csv/utf16le"
{ printf '\376\377'; iconv -f UTF-8 -t UTF-16BE "$dir/csv/utf8"; } > "$dir/csv/utf16be"
printf 'sep=;\na;"b\nc";d\n' > "$dir/csv/sep"
printf '\320\317\021\340\241\261\032\341E\000n\000c\000' > "$dir/csv/ole"

printf '南山小学名册\n姓名,电话,父亲,\n,,姓名,联系电话\n1,2,3,4\n张三,1,张父,2\n合计：1人\n填报人：某某\n' > "$dir/header/two"
printf '*姓 名（必填）,身份证号(18位),备注\n示例,1,\n张三,1,x\n\n姓名,身份证号,备注\n' > "$dir/header/one"
