"""A chat as small as Streamlit allows, to measure ours beside: `streamlit run tests/bare_chat.py`."""

import streamlit as st

st.title("Bar chat")
for role, text in st.session_state.setdefault("turns", []):
    st.chat_message(role).write(text)
if question := st.chat_input("Skriv dit spørgsmål"):
    st.chat_message("user").write(question)
    st.chat_message("assistant").write("Et fast svar")
    st.session_state["turns"] += [("user", question), ("assistant", "Et fast svar")]
