// xml.h - a small, strict reader of XML, for application manifests.
//
//      <assembly xmlns='urn:...:asm.v1'>      element "assembly" in namespace "urn:...:asm.v1"
//        <dependency>                           element "dependency", the same namespace
//          text                                   text
//        </dependency>
//      </assembly>
//
// It knows what a manifest can have: elements, attributes, namespaces, text, CDATA, comments and processing
// instructions (both are dropped). A document type is refused, so there are no entities but the five of XML itself, and
// nothing is ever fetched or expanded. Text and attribute values stay as they were written, references like &amp;
// included: what is read here is written again, not looked into.
#ifndef OBJFMT_XML_H
#define OBJFMT_XML_H

#include "diag.h"

enum {
    XML_MAX_SIZE = 256 << 10, // bytes of a document
    XML_MAX_DEPTH = 64,       // of elements in elements
    XML_MAX_ATTRIBUTES = 64,  // of one element
    XML_MAX_BINDINGS = 256,   // xmlns attributes of all open elements
};

typedef struct {
    Str prefix, name; // "a:b": "a" and "b"
    Str ns;           // what the prefix stands for; empty without one
    Str value;        // as written between the quotes
    u8 quote;         // ' or "
} XmlAttribute;

typedef struct XmlNode XmlNode;
struct XmlNode {
    Str name;   // of an element, without prefix; empty for text
    Str ns;     // its namespace
    Str text;   // of a text node, as written
    Str source; // file, for messages
    u32 line;   // from 1
    ARRAY(XmlAttribute) attributes; // without the xmlns ones
    XmlNode *parent, *first_child, *last_child, *next;
};

// Reads a document. `name` is for messages and becomes every node's `source`. Text that is only blanks is left out.
// The tree points into `text`. On failure fills *m (LNK1327) and returns NULL.
XmlNode *xml_read(Arena *a, Str text, Str name, Message *m);

// Writes an element and all in it, each element on a line of its own, indented by two blanks a level, lines ended by CR
// and LF. Namespaces are declared where they change, as the default one; so prefixes of elements are gone, and a
// tree put together from several documents is sound.
void xml_write(Buffer *out, const XmlNode *element);

// True when two elements say the same: name, namespace, attributes (their order does not matter), and contents.
bool xml_equal(const XmlNode *a, const XmlNode *b);
u32 xml_digest(const XmlNode *element); // a number that equal elements have in common, and hardly any others

// The value of an attribute without prefix; NULL when there is none.
const XmlAttribute *xml_attribute(const XmlNode *element, Str name);

void xml_append(XmlNode *parent, XmlNode *child); // `child` has no parent yet

#endif
