# argosy_embed(<target> <symbol> <file>): puts a file's bytes into the target, as an assembler table.
# C++ reads them through `extern "C" const char <symbol>_begin[], <symbol>_end[]`.
function(argosy_embed target symbol path)
    set(table ${CMAKE_CURRENT_BINARY_DIR}/${symbol}.S)
    get_filename_component(absolute ${path} ABSOLUTE BASE_DIR ${PROJECT_SOURCE_DIR})
    file(CONFIGURE OUTPUT ${table} CONTENT [[
    .section .rodata
    .global @symbol@_begin
    .global @symbol@_end
@symbol@_begin:
    .incbin "@absolute@"
@symbol@_end:
    .byte 0
    .section .note.GNU-stack,"",@progbits
]] @ONLY)
    set_source_files_properties(${table} PROPERTIES OBJECT_DEPENDS ${absolute} LANGUAGE ASM)
    target_sources(${target} PRIVATE ${table})
endfunction()
