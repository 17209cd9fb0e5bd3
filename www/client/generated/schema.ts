// Generated from src/contract/ by `make generate`.

/** The JSON Schemas (draft 2020-12) of the request bodies, by operation. */
export const jsonSchemas = {
  createChain: {
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "title": "CreateChainIdentificationRequest",
  "type": "object",
  "description": "Who is identified, by which steps, and for how long.",
  "required": [
    "actor",
    "expires_in",
    "sequence"
  ],
  "properties": {
    "actor": {
      "$ref": "#/$defs/IdentificationActorChain",
      "description": "The person to identify."
    },
    "expires_in": {
      "type": "string",
      "pattern": "^(?=.*[1-9])P(?:\\d+(?:[.,]\\d+)?W|(?:\\d+(?:[.,]\\d+(?=Y$))?Y)?(?:\\d+(?:[.,]\\d+(?=M$))?M)?(?:\\d+(?:[.,]\\d+(?=D$))?D)?(?:T(?=\\d)(?:\\d+(?:[.,]\\d+(?=H$))?H)?(?:\\d+(?:[.,]\\d+(?=M$))?M)?(?:\\d+(?:[.,]\\d+)?S)?)?)$",
      "description": "Validity duration time (ISO-8601 format) from now.",
      "examples": [
        "PT15M"
      ]
    },
    "sequence": {
      "type": "array",
      "items": {
        "$ref": "#/$defs/ChainIdentificationStep"
      },
      "minItems": 1,
      "allOf": [
        {
          "contains": {
            "type": "object",
            "properties": {
              "identification_type": {
                "const": "OTP"
              }
            },
            "required": [
              "identification_type"
            ]
          },
          "minContains": 0,
          "maxContains": 1
        },
        {
          "contains": {
            "type": "object",
            "properties": {
              "identification_type": {
                "const": "AGENT"
              }
            },
            "required": [
              "identification_type"
            ]
          },
          "minContains": 0,
          "maxContains": 1
        },
        {
          "contains": {
            "type": "object",
            "properties": {
              "identification_type": {
                "const": "IDENTITY_DOCUMENT"
              }
            },
            "required": [
              "identification_type"
            ]
          },
          "minContains": 0,
          "maxContains": 1
        }
      ],
      "description": "Ordered array defining the identification steps (each step should be unique)."
    }
  },
  "allOf": [
    {
      "if": {
        "type": "object",
        "properties": {
          "sequence": {
            "type": "array",
            "contains": {
              "type": "object",
              "properties": {
                "identification_type": {
                  "const": "OTP"
                },
                "otp_step": {
                  "type": "object",
                  "properties": {
                    "channel": {
                      "type": "object",
                      "properties": {
                        "type": {
                          "enum": [
                            "SMS",
                            "WHATSAPP"
                          ]
                        },
                        "external": {
                          "not": {
                            "const": true
                          }
                        }
                      },
                      "required": [
                        "type"
                      ]
                    }
                  },
                  "required": [
                    "channel"
                  ]
                }
              },
              "required": [
                "identification_type",
                "otp_step"
              ]
            }
          }
        },
        "required": [
          "sequence"
        ]
      },
      "then": {
        "properties": {
          "actor": {
            "type": "object",
            "properties": {
              "msisdn": {}
            },
            "required": [
              "msisdn"
            ]
          }
        }
      }
    },
    {
      "if": {
        "type": "object",
        "properties": {
          "sequence": {
            "type": "array",
            "contains": {
              "type": "object",
              "properties": {
                "identification_type": {
                  "const": "OTP"
                },
                "otp_step": {
                  "type": "object",
                  "properties": {
                    "channel": {
                      "type": "object",
                      "properties": {
                        "type": {
                          "const": "EMAIL"
                        },
                        "external": {
                          "not": {
                            "const": true
                          }
                        }
                      },
                      "required": [
                        "type"
                      ]
                    }
                  },
                  "required": [
                    "channel"
                  ]
                }
              },
              "required": [
                "identification_type",
                "otp_step"
              ]
            }
          }
        },
        "required": [
          "sequence"
        ]
      },
      "then": {
        "properties": {
          "actor": {
            "type": "object",
            "properties": {
              "email": {}
            },
            "required": [
              "email"
            ]
          }
        }
      }
    },
    {
      "if": {
        "type": "object",
        "properties": {
          "sequence": {
            "type": "array",
            "contains": {
              "type": "object",
              "properties": {
                "identification_type": {
                  "const": "OTP"
                },
                "otp_step": {
                  "type": "object",
                  "properties": {
                    "two_factor_type": {
                      "const": "EMAIL"
                    },
                    "channel": {
                      "type": "object",
                      "properties": {
                        "external": {
                          "not": {
                            "const": true
                          }
                        }
                      }
                    }
                  },
                  "required": [
                    "two_factor_type"
                  ]
                }
              },
              "required": [
                "identification_type",
                "otp_step"
              ]
            }
          }
        },
        "required": [
          "sequence"
        ]
      },
      "then": {
        "properties": {
          "actor": {
            "type": "object",
            "properties": {
              "email": {}
            },
            "required": [
              "email"
            ]
          }
        }
      }
    }
  ],
  "$defs": {
    "IdentificationActorChain": {
      "type": "object",
      "description": "The person to identify.",
      "required": [
        "name",
        "last_name",
        "identity_document"
      ],
      "properties": {
        "name": {
          "type": "string",
          "pattern": "[^\\u0000-\\u0020\\u007F-\\u00A0\\u00AD\\u034F\\u061C\\u115F-\\u1160\\u1680\\u17B4-\\u17B5\\u180B-\\u180F\\u2000-\\u200F\\u2028-\\u202F\\u205F-\\u206F\\u2800\\u3000\\u3164\\uFE00-\\uFE0F\\uFEFF\\uFFA0\\uFFF0-\\uFFF8]",
          "description": "Given name.",
          "examples": [
            "James"
          ]
        },
        "last_name": {
          "type": "string",
          "pattern": "[^\\u0000-\\u0020\\u007F-\\u00A0\\u00AD\\u034F\\u061C\\u115F-\\u1160\\u1680\\u17B4-\\u17B5\\u180B-\\u180F\\u2000-\\u200F\\u2028-\\u202F\\u205F-\\u206F\\u2800\\u3000\\u3164\\uFE00-\\uFE0F\\uFEFF\\uFFA0\\uFFF0-\\uFFF8]",
          "description": "Family name.",
          "examples": [
            "Smith"
          ]
        },
        "identity_document": {
          "$ref": "#/$defs/IdentityDocument",
          "description": "The document that proves the identity."
        },
        "email": {
          "type": "string",
          "pattern": "^(?=.{1,254}$)(?=[^@]{1,64}@)[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?(?:\\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*$",
          "description": "E-mail address, as an HTML `<input type=email>` accepts it. Required if a step uses it.",
          "examples": [
            "example@email.com"
          ]
        },
        "msisdn": {
          "$ref": "#/$defs/Msisdn",
          "description": "Mobile phone number. Required if a step uses it."
        },
        "language": {
          "type": "string",
          "pattern": "^[A-Z]{2}$",
          "description": "ISO 639-1 code of the actor's language, in upper case.",
          "examples": [
            "ES"
          ]
        }
      }
    },
    "IdentityDocument": {
      "type": "object",
      "description": "An identity document.",
      "required": [
        "document_number",
        "document_type",
        "country"
      ],
      "properties": {
        "document_number": {
          "type": "string",
          "pattern": "[^\\u0000-\\u0020\\u007F-\\u00A0\\u00AD\\u034F\\u061C\\u115F-\\u1160\\u1680\\u17B4-\\u17B5\\u180B-\\u180F\\u2000-\\u200F\\u2028-\\u202F\\u205F-\\u206F\\u2800\\u3000\\u3164\\uFE00-\\uFE0F\\uFEFF\\uFFA0\\uFFF0-\\uFFF8]",
          "description": "The number on the document, with its check letter.",
          "examples": [
            "12345678A"
          ]
        },
        "document_type": {
          "anyOf": [
            {
              "enum": [
                "IDENTITY_CARD",
                "NIF",
                "NIE",
                "PASSPORT"
              ]
            },
            {
              "type": "string",
              "pattern": "[^\\u0000-\\u0020\\u007F-\\u00A0\\u00AD\\u034F\\u061C\\u115F-\\u1160\\u1680\\u17B4-\\u17B5\\u180B-\\u180F\\u2000-\\u200F\\u2028-\\u202F\\u205F-\\u206F\\u2800\\u3000\\u3164\\uFE00-\\uFE0F\\uFEFF\\uFFA0\\uFFF0-\\uFFF8]"
            }
          ],
          "description": "The kind of document.",
          "examples": [
            "IDENTITY_CARD"
          ]
        },
        "country": {
          "type": "string",
          "pattern": "^[A-Z]{2}$",
          "description": "ISO 3166-1 alpha-2 code of the issuing country, in upper case.",
          "examples": [
            "ES"
          ]
        }
      }
    },
    "Msisdn": {
      "type": "object",
      "description": "A mobile phone number (ITU-T E.164).",
      "required": [
        "phone_number",
        "country_code"
      ],
      "properties": {
        "phone_number": {
          "type": "integer",
          "minimum": 1,
          "description": "The national number, as a JSON number.",
          "examples": [
            6123456789
          ]
        },
        "country_code": {
          "type": "string",
          "pattern": "^[1-9][0-9]{0,2}$",
          "description": "The E.164 country code: 1 to 3 digits, without `+`.",
          "examples": [
            "34"
          ]
        }
      },
      "allOf": [
        {
          "if": {
            "type": "object",
            "properties": {
              "country_code": {
                "type": "string",
                "pattern": "^.$"
              }
            },
            "required": [
              "country_code"
            ]
          },
          "then": {
            "properties": {
              "phone_number": {
                "type": "integer",
                "maximum": 99999999999999
              }
            }
          }
        },
        {
          "if": {
            "type": "object",
            "properties": {
              "country_code": {
                "type": "string",
                "pattern": "^..$"
              }
            },
            "required": [
              "country_code"
            ]
          },
          "then": {
            "properties": {
              "phone_number": {
                "type": "integer",
                "maximum": 9999999999999
              }
            }
          }
        },
        {
          "if": {
            "type": "object",
            "properties": {
              "country_code": {
                "type": "string",
                "pattern": "^...$"
              }
            },
            "required": [
              "country_code"
            ]
          },
          "then": {
            "properties": {
              "phone_number": {
                "type": "integer",
                "maximum": 999999999999
              }
            }
          }
        }
      ]
    },
    "ChainIdentificationStep": {
      "type": "object",
      "description": "One step of the chain. Each step has a different `identification_type`.",
      "required": [
        "identification_type"
      ],
      "properties": {
        "identification_type": {
          "anyOf": [
            {
              "enum": [
                "OTP",
                "AGENT",
                "IDENTITY_DOCUMENT"
              ]
            },
            {
              "type": "string",
              "pattern": "[^\\u0000-\\u0020\\u007F-\\u00A0\\u00AD\\u034F\\u061C\\u115F-\\u1160\\u1680\\u17B4-\\u17B5\\u180B-\\u180F\\u2000-\\u200F\\u2028-\\u202F\\u205F-\\u206F\\u2800\\u3000\\u3164\\uFE00-\\uFE0F\\uFEFF\\uFFA0\\uFFF0-\\uFFF8]"
            }
          ],
          "description": "How this step identifies the person.",
          "examples": [
            "OTP"
          ]
        },
        "otp_step": {
          "$ref": "#/$defs/OtpStep",
          "description": "The details of a step of type `OTP`, which requires them."
        },
        "identity_document_step": {
          "$ref": "#/$defs/IdentityDocumentStep",
          "description": "The details of a step of type `IDENTITY_DOCUMENT`, which requires them."
        }
      },
      "allOf": [
        {
          "if": {
            "type": "object",
            "properties": {
              "identification_type": {
                "const": "OTP"
              }
            },
            "required": [
              "identification_type"
            ]
          },
          "then": {
            "type": "object",
            "properties": {
              "otp_step": {}
            },
            "required": [
              "otp_step"
            ]
          }
        },
        {
          "if": {
            "type": "object",
            "properties": {
              "identification_type": {
                "const": "IDENTITY_DOCUMENT"
              }
            },
            "required": [
              "identification_type"
            ]
          },
          "then": {
            "type": "object",
            "properties": {
              "identity_document_step": {}
            },
            "required": [
              "identity_document_step"
            ]
          }
        }
      ]
    },
    "OtpStep": {
      "type": "object",
      "description": "The details of a step with a one-time code.",
      "required": [
        "channel"
      ],
      "properties": {
        "two_factor_type": {
          "anyOf": [
            {
              "enum": [
                "DOCUMENT_NUMBER",
                "EMAIL",
                "PERSONAL_DOCUMENT_IMAGE"
              ]
            },
            {
              "type": "string",
              "pattern": "[^\\u0000-\\u0020\\u007F-\\u00A0\\u00AD\\u034F\\u061C\\u115F-\\u1160\\u1680\\u17B4-\\u17B5\\u180B-\\u180F\\u2000-\\u200F\\u2028-\\u202F\\u205F-\\u206F\\u2800\\u3000\\u3164\\uFE00-\\uFE0F\\uFEFF\\uFFA0\\uFFF0-\\uFFF8]"
            }
          ],
          "description": "What the step asks the actor for in addition to the code.",
          "examples": [
            "DOCUMENT_NUMBER"
          ]
        },
        "channel": {
          "$ref": "#/$defs/OtpChannel",
          "description": "How the code reaches the actor."
        }
      }
    },
    "OtpChannel": {
      "type": "object",
      "description": "The channel of a one-time code.",
      "required": [
        "type"
      ],
      "properties": {
        "type": {
          "anyOf": [
            {
              "enum": [
                "SMS",
                "EMAIL",
                "WHATSAPP"
              ]
            },
            {
              "type": "string",
              "pattern": "[^\\u0000-\\u0020\\u007F-\\u00A0\\u00AD\\u034F\\u061C\\u115F-\\u1160\\u1680\\u17B4-\\u17B5\\u180B-\\u180F\\u2000-\\u200F\\u2028-\\u202F\\u205F-\\u206F\\u2800\\u3000\\u3164\\uFE00-\\uFE0F\\uFEFF\\uFFA0\\uFFF0-\\uFFF8]"
            }
          ],
          "description": "The medium.",
          "examples": [
            "SMS"
          ]
        },
        "external": {
          "type": "boolean",
          "description": "Whether another system than the provider's sends the code. Default: false.",
          "examples": [
            false
          ]
        }
      }
    },
    "IdentityDocumentStep": {
      "type": "object",
      "description": "The details of a step with an identity document.",
      "properties": {
        "provider_type": {
          "anyOf": [
            {
              "enum": [
                "INTERNAL",
                "EXTERNAL"
              ]
            },
            {
              "type": "string",
              "pattern": "[^\\u0000-\\u0020\\u007F-\\u00A0\\u00AD\\u034F\\u061C\\u115F-\\u1160\\u1680\\u17B4-\\u17B5\\u180B-\\u180F\\u2000-\\u200F\\u2028-\\u202F\\u205F-\\u206F\\u2800\\u3000\\u3164\\uFE00-\\uFE0F\\uFEFF\\uFFA0\\uFFF0-\\uFFF8]"
            }
          ],
          "description": "Who checks the document.",
          "examples": [
            "INTERNAL"
          ]
        }
      }
    }
  }
},
  cancelChain: {
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "title": "CancelIdentificationRequest",
  "type": "object",
  "description": "Why the chain is cancelled.",
  "properties": {
    "reason": {
      "type": "string",
      "description": "The reason why the process is going to be cancelled.",
      "examples": [
        "The client does not want to continue with the identification process."
      ]
    }
  }
},
} as const;
